"""What the outbox looks like, taken beside the relay, so that a relay which gets nowhere cannot hide it.

Also what a person does about rows that the broker refused for good: list them, look at one, put them back in turn.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.kafka import slots
from shared.runtime.looking import Quiet
from shared.runtime.observability import metrics

EVERY_S = 1.0
"""While something waits to be published, or is old enough to go; at rest it is what was told last that is looked at again."""
_SWEEP = sa.text(slots.SWEEP.replace("$1", ":hours"))


async def measure(database: Database) -> Quiet | None:
    """One round: takes every figure that alarms, and forgets rows published long ago; None when nothing waits then.

    Raises Retryable.
    """
    async with database.unit_of_work(ByClock("outbox"), recovering=True, looks=True) as uow:
        found = (await uow.connection.execute(sa.text(slots.AGE))).one()
        metrics.OUTBOX_PENDING.set(found.pending)
        metrics.OUTBOX_OLDEST_SECONDS.set(float(found.oldest))
        metrics.OUTBOX_SET_ASIDE.set(found.set_aside)
        swept = await uow.connection.execute(_SWEEP, {"hours": int(database.settings.outbox_retention_hours)})
    return Quiet(EVERY_S) if found.pending or swept.rowcount else None


@dataclass(frozen=True)
class SetAside:
    """An event that the broker refused for good, with the cause and its place in its stream."""

    id: int
    topic: str
    slot: int
    sequence: int
    key: str
    type: str
    set_aside_at: datetime
    cause: str
    body: bytes


async def set_aside(uow: UnitOfWork, only: int | None = None) -> list[SetAside]:
    """All of them, oldest first, or the one with an id."""
    table = uow.tables.outbox
    query = sa.select(table).where(table.c.set_aside_cause.is_not(None), table.c.published_at.is_(None))
    query = query.order_by(table.c.id)
    rows = await uow.connection.execute(query if only is None else query.where(table.c.id == only))
    return [
        SetAside(r.id, r.topic, r.slot, r.sequence, r.key, r.type, r.set_aside_at, r.set_aside_cause, bytes(r.body))
        for r in rows
    ]


async def put_back(uow: UnitOfWork, only: int | None = None) -> int:
    """Puts rows back in turn, all or the one with an id, at their old place in the stream. How many.

    A running relay takes them when it next renews its lease, within seconds. Readers take a state that was overtaken for the old one it is.
    """
    table, uow.tells = uow.tables.outbox, True
    chosen = sa.update(table).where(table.c.set_aside_cause.is_not(None), table.c.published_at.is_(None))
    chosen = chosen if only is None else chosen.where(table.c.id == only)
    return (await uow.connection.execute(chosen.values(set_aside_cause=None))).rowcount
