"""The ledger of deliveries: who was told what by which channel, every attempt with its result, and what comes next (WM 6)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.storage.table_rows import DeliveryRow
from services.notifications.storage.tables import delivery
from services.notifications.storage.webhook_table_rows import DeliveryAttemptRow
from services.notifications.storage.webhook_tables import delivery_attempt
from shared.runtime.clock import Clock

# What the bus knows of stays: other deployments compare what they hold with it.
_SWEEP = sa.text("""
with gone as (
    delete from delivery where channel = 'webhook' and not on_bus and state in ('delivered', 'failed') and created_at < :before
    returning delivery_id
), notes as (
    delete from delivery_attempt a using gone where a.delivery_id = gone.delivery_id returning a.id
)
select count(*) from gone""")


class LedgerRepository:
    """Reads and notes of the ledger, on one connection."""

    def __init__(self, connection: AsyncConnection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

    async def note(
        self, delivery_id: str, channel: str, number: int, at: datetime, duration_ms: int, code: str,
        next_attempt_at: datetime | None, status: int | None = None,
    ) -> None:  # fmt: skip
        """Notes one attempt."""
        row = {
            "delivery_id": delivery_id, "channel": channel, "number": number, "at": at, "duration_ms": duration_ms,
            "code": code, "status": status, "next_attempt_at": next_attempt_at,
        }  # fmt: skip
        await self._connection.execute(sa.insert(delivery_attempt).values(row))

    async def attempts(self, delivery_ids: Sequence[str]) -> Mapping[str, Sequence[DeliveryAttemptRow]]:
        """Attempts of deliveries, oldest first."""
        table, found = delivery_attempt, defaultdict[str, list[DeliveryAttemptRow]](list)
        query = sa.select(table).where(table.c.delivery_id.in_(delivery_ids)).order_by(table.c.id)
        for row in await self._connection.execute(query):
            found[row.delivery_id].append(row)
        return found

    async def listed(
        self, wanted: Mapping[str, str], since: datetime | None, after: tuple[datetime, str] | None, most: int
    ) -> Sequence[DeliveryRow]:
        """Deliveries, newest first, narrowed by column and moment; ``after`` is the place of the last one before."""
        table = delivery
        query = sa.select(table).where(*(table.c[name] == value for name, value in wanted.items()))
        if since is not None:
            query = query.where(table.c.created_at >= since)
        if after is not None:
            query = query.where(sa.tuple_(table.c.created_at, table.c.delivery_id) < sa.tuple_(*map(sa.literal, after)))
        query = query.order_by(table.c.created_at.desc(), table.c.delivery_id.desc()).limit(most)
        return list(await self._connection.execute(query))

    async def of_events(self, event_ids: Sequence[str], recipient: str) -> Sequence[DeliveryRow]:
        """What events (or overviews) sent to one recipient, by every channel, to every mailbox."""
        table = delivery
        query = sa.select(table).where(table.c.event_id.in_(event_ids), table.c.recipient == recipient)
        return list(await self._connection.execute(query.order_by(table.c.created_at, table.c.delivery_id)))

    async def sweep(self, kept: timedelta) -> int:
        """Forgets old webhook deliveries with their attempts; how many deliveries went."""
        return int((await self._connection.execute(_SWEEP, {"before": self._clock.now() - kept})).scalar_one())
