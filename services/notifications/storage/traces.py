"""Which trace an event is a part of, so that the mail and the call that come of it later are parts of it too (ADR 26)."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.storage.tables import metadata
from shared.contracts.envelope import Envelope
from shared.runtime.clock import Clock
from shared.runtime.db.tables import moment
from shared.runtime.observability import tracing

traced = sa.Table(
    "traced", metadata,
    sa.Column("event_id", sa.Text, primary_key=True),
    sa.Column("traceparent", sa.Text, nullable=False),
    moment("at", nullable=False, index=True),
)  # fmt: skip
KEPT = timedelta(days=1)
"""What is sent later than that is a trace of its own to nobody."""


class Traces:
    """On one connection. Asks the database nothing where no spans are sent."""

    def __init__(self, connection: AsyncConnection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

    async def keep(self, envelopes: Sequence[Envelope]) -> None:
        """Keeps the traces of events, of those that are kept at all."""
        rows = [
            {"event_id": one.id, "traceparent": one.traceparent, "at": self._clock.now()}
            for one in envelopes
            if tracing.is_kept(one.traceparent)
        ]
        if tracing.is_on() and rows:
            await self._connection.execute(insert(traced).on_conflict_do_nothing(), rows)

    async def of(self, event_ids: Sequence[str]) -> dict[str, str]:
        """The trace of each event that is part of one."""
        if not tracing.is_on() or not event_ids:
            return {}
        query = sa.select(traced.c.event_id, traced.c.traceparent).where(traced.c.event_id.in_(set(event_ids)))
        return {row.event_id: row.traceparent for row in await self._connection.execute(query)}

    async def sweep(self) -> int:
        """Forgets old ones; how many."""
        gone = sa.delete(traced).where(traced.c.at < self._clock.now() - KEPT)
        return int((await self._connection.execute(gone)).rowcount)
