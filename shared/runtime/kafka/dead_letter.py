"""Dead letters: listed, shown and replayed by a person, on the command line of the service that holds them."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.kafka.records import restored_headers


@dataclass(frozen=True)
class DeadLetter:
    """An event that could not be handled, with the cause and where it stands on its topic."""

    id: int
    consumer: str
    topic: str
    partition: int
    offset: int
    key: str
    type: str
    attempts: int
    cause: str
    first_at: datetime
    body: bytes


async def dead_letters(uow: UnitOfWork, only: int | None = None) -> list[DeadLetter]:
    """All of them, oldest first, or the one with an id."""
    table = uow.tables.inbox_retry
    query = sa.select(table).where(table.c.state == "dead").order_by(table.c.id)
    rows = await uow.connection.execute(query if only is None else query.where(table.c.id == only))
    return [
        DeadLetter(
            r.id, r.consumer, r.topic, r.partition, r.offset, r.key,
            dict(restored_headers(r.headers)).get("ce_type", b"?").decode("utf-8", "replace"),
            r.attempts, r.cause, r.first_at, bytes(r.body),
        )
        for r in rows
    ]  # fmt: skip


async def replay(uow: UnitOfWork, only: int | None = None) -> int:
    """Puts dead letters back in turn, all or the one with an id; the worker, which is told, takes them within a second. How many."""
    table, uow.tells = uow.tables.inbox_retry, True
    chosen = sa.update(table).where(table.c.state == "dead")
    chosen = chosen if only is None else chosen.where(table.c.id == only)
    values = {"state": "retrying", "attempts": 0, "next_at": uow.clock.now()}
    return (await uow.connection.execute(chosen.values(values))).rowcount
