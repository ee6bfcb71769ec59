"""Deliveries in PostgreSQL; those of webhooks have a queue for each endpoint, in ``endpoint_queues``."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.domain.delivery import Delivery, Draft
from services.notifications.domain.ports import From
from services.notifications.storage.channels import is_muted
from services.notifications.storage.mail_tables import mailbox
from services.notifications.storage.table_rows import DeliveryRow
from services.notifications.storage.tables import delivery
from shared.runtime.clock import Clock
from shared.runtime.identifiers import new_id

_DUE = ("queued", "retrying")
_ADD = sa.text("""
insert into delivery (delivery_id, event_id, event_type, item_id, recipient, party, channel, must_act, paragraph, content,
    due_at, mailbox, next_attempt_at, created_at, state)
select r.*, 'queued' from jsonb_to_recordset(cast(:rows as jsonb)) as r(delivery_id text, event_id text, event_type text,
    item_id text, recipient text, party text, channel text, must_act boolean, paragraph text, content jsonb,
    due_at timestamptz, mailbox text, next_attempt_at timestamptz, created_at timestamptz)
on conflict do nothing returning delivery_id""")


class HeldRow(DeliveryRow, Protocol):
    """A mail with its mailbox, which may be gone by now."""

    mailbox_id: str | None
    email: str | None
    language: str | None
    time_zone: str | None


def _held(row: HeldRow) -> Delivery:
    draft = Draft(
        row.recipient, row.party, row.channel, row.must_act, row.paragraph, row.content, row.due_at, row.mailbox
    )
    return Delivery(
        row.delivery_id, row.event_id, row.event_type, row.item_id, draft, row.attempts, row.version, row.email,
        row.language or "en", row.mailbox_id or "", row.time_zone or "UTC",
    )  # fmt: skip


async def find_delivery(connection: AsyncConnection, delivery_id: str, *, lock: bool = False) -> DeliveryRow | None:
    """The row of a delivery; None when there is none."""
    query = sa.select(delivery).where(delivery.c.delivery_id == delivery_id)
    row: DeliveryRow | None = (await connection.execute(query.with_for_update() if lock else query)).one_or_none()
    return row


class DeliveryRepository:
    """Implements the port ``Deliveries`` on one connection."""

    def __init__(self, connection: AsyncConnection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

    async def add(self, wanted: Sequence[tuple[Draft, From]]) -> list[tuple[Delivery, From]]:
        """Stores deliveries; answers those that are new for their event, recipient, channel and mailbox."""
        now, rows = self._clock.now(), {new_id(self._clock): pair for pair in wanted}
        given = [
            {
                "delivery_id": one, "event_id": envelope.id, "event_type": envelope.type, "item_id": envelope.subject,
                "recipient": draft.recipient, "party": draft.party, "channel": draft.channel,
                "must_act": draft.must_act, "paragraph": draft.paragraph, "content": draft.content,
                "due_at": draft.due_at, "mailbox": draft.mailbox, "next_attempt_at": now, "created_at": now,
            }
            for one, (draft, envelope) in rows.items()
        ]  # fmt: skip
        if not given:
            return []
        written = await self._connection.execute(_ADD, {"rows": orjson.dumps(given).decode()})
        return [
            (Delivery(one, rows[one][1].id, rows[one][1].type, rows[one][1].subject, rows[one][0], 0, 1, None, "en"),
             rows[one][1])
            for one in written.scalars()
        ]  # fmt: skip

    async def claim(self, most: int, lease_s: float, *, tried: bool) -> list[Delivery]:
        """Takes due mails for a while, new ones or those ``tried`` before; another sender takes them when the lease ends."""
        now, table = self._clock.now(), delivery
        free = sa.or_(table.c.lease_until.is_(None), table.c.lease_until < now)
        chosen = (
            sa.select(table.c.delivery_id)
            .where(table.c.channel == "email", table.c.state.in_(_DUE), table.c.next_attempt_at <= now, free)
            .where(~is_muted("email", now), table.c.attempts > 0 if tried else table.c.attempts == 0)
            .order_by(table.c.next_attempt_at)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        taken = sa.update(table).where(table.c.delivery_id.in_(chosen))
        taken = taken.values(lease_until=now + timedelta(seconds=lease_s)).returning(table.c.delivery_id)
        ids = list((await self._connection.execute(taken)).scalars())
        return [
            _held(row) for row in await self._connection.execute(self._joined().where(table.c.delivery_id.in_(ids)))
        ]

    async def next_due(self) -> datetime | None:
        """When the first mail that waits is due, or was where something else holds it up."""
        table = delivery
        first = sa.select(sa.func.min(sa.func.greatest(table.c.next_attempt_at, table.c.lease_until)))
        waiting = first.where(table.c.channel == "email", table.c.state.in_(_DUE))
        found: datetime | None = (await self._connection.execute(waiting)).scalar_one()
        return found

    @staticmethod
    def _joined() -> sa.Select[Any]:
        # A delivery made before its party had a mailbox goes to the main one.
        main = sa.and_(delivery.c.mailbox == "", mailbox.c.party == delivery.c.party, mailbox.c.main)
        there = sa.or_(mailbox.c.mailbox_id == delivery.c.mailbox, main)
        tables = delivery.outerjoin(mailbox, there)
        theirs = (mailbox.c.mailbox_id, mailbox.c.email, mailbox.c.language, mailbox.c.time_zone)
        return sa.select(delivery, *theirs).select_from(tables)

    async def settle(
        self, held: Delivery, state: str, attempts: int, next_at: datetime | None, error: str | None
    ) -> bool:
        """Stores what became of an attempt; False when another sender was faster."""
        table = delivery
        mine = (table.c.delivery_id == held.delivery_id, table.c.version == held.version, table.c.state.in_(_DUE))
        values = {"state": state, "attempts": attempts, "next_attempt_at": next_at, "lease_until": None}
        done = sa.update(table).where(*mine).values(**values, version=held.version + 1, last_error=error)
        return (await self._connection.execute(done)).rowcount == 1

    async def find(self, delivery_id: str, *, lock: bool = False) -> DeliveryRow | None:
        """The row of a delivery; None when there is none."""
        return await find_delivery(self._connection, delivery_id, lock=lock)

    async def again(self, delivery_ids: Sequence[str]) -> list[Delivery]:
        """Puts mails that were given up back in turn; those that really were."""
        values = {"state": "queued", "attempts": 0, "next_attempt_at": self._clock.now(), "last_error": None}
        lost = (
            delivery.c.delivery_id.in_(list(delivery_ids)),
            delivery.c.channel == "email",
            delivery.c.state == "failed",
        )
        put = sa.update(delivery).where(*lost).values(**values, version=delivery.c.version + 1)
        done = list((await self._connection.execute(put.returning(delivery.c.delivery_id))).scalars())
        query = self._joined().where(delivery.c.delivery_id.in_(done)).order_by(delivery.c.delivery_id)
        return [_held(row) for row in await self._connection.execute(query)]

    async def given_up(self, most: int, **wanted: Any) -> list[str]:
        """Mails that were given up, oldest first: by ``delivery_ids``, ``since``, ``until``, ``party``, ``last_error``."""
        table = delivery
        conditions: dict[str, Callable[[Any], sa.ColumnElement[bool]]] = {
            "delivery_ids": lambda value: table.c.delivery_id.in_(list(value)),
            "since": lambda value: table.c.created_at >= value,
            "until": lambda value: table.c.created_at < value,
            "party": lambda value: table.c.party == value,
            "last_error": lambda value: table.c.last_error == value,
        }
        asked = [condition(wanted[name]) for name, condition in conditions.items() if wanted.get(name) is not None]
        query = sa.select(table.c.delivery_id).where(table.c.channel == "email", table.c.state == "failed", *asked)
        query = query.order_by(table.c.created_at, table.c.delivery_id).limit(most)
        return list((await self._connection.execute(query)).scalars())
