"""The consumer's tables: what was handled, what is put off, what is parked behind it, what is dead.

What was handled is remembered for ever: the topics of a deployment keep their events for ever, so any of them can come
again, from a consumer that lost its place or a replicator that began anew, and has to be known then.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from shared.contracts.incoming import written_out
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.kafka.records import Decoded, Record, restored_headers

Key = tuple[str, str]
"""Topic and record key: the scope within which order is kept."""

# One text for any number of rows, so that it is prepared once; a list of values would be compiled anew for each length.
_TAKE = sa.text("""
insert into inbox (consumer, event_source, event_id)
select :consumer, source, id from unnest(cast(:sources as text[]), cast(:ids as text[])) as given(source, id)
on conflict do nothing returning event_source, event_id""")


async def take(uow: UnitOfWork, consumer: str, events: Iterable[Decoded]) -> set[tuple[str, str]]:
    """Writes inbox rows; answers the identities (source, id) that are new, each of them ours to handle once."""
    named = [(e.envelope.source, e.envelope.id) for e in events]
    if not named:
        return set()
    values = {"consumer": consumer, "sources": [n[0] for n in named], "ids": [n[1] for n in named]}
    return {(row.event_source, row.event_id) for row in await uow.connection.execute(_TAKE, values)}


async def waiting_keys(uow: UnitOfWork, consumer: str) -> set[Key]:
    """Keys with an event put off: whatever follows on them waits its turn."""
    table = uow.tables.inbox_retry
    query = (
        sa.select(table.c.topic, table.c.key).where(table.c.consumer == consumer, table.c.state != "dead").distinct()
    )
    return {(row.topic, row.key) for row in await uow.connection.execute(query)}


async def put_off(
    uow: UnitOfWork, consumer: str, record: Record, state: str, cause: str, next_at: datetime, attempts: int = 0
) -> None:
    """Stores a record for later: retrying, parked or dead. The same record is stored once."""
    values: dict[str, Any] = {
        "consumer": consumer, "topic": record.topic, "partition": record.partition, "offset": record.offset,
        "key": record.key, "headers": record.stored_headers(), "body": record.body, "state": state,
        "attempts": attempts, "cause": written_out(cause[:2000]), "next_at": next_at,
    }  # fmt: skip
    await uow.connection.execute(insert(uow.tables.inbox_retry).values(values).on_conflict_do_nothing())


async def due(uow: UnitOfWork, consumer: str, now: datetime) -> tuple[int, int, Record] | None:
    """The next event whose time has come, locked: its row id, attempts so far, the record."""
    table = uow.tables.inbox_retry
    query = (
        sa.select(table)
        .where(table.c.consumer == consumer, table.c.state == "retrying", table.c.next_at <= now)
        .order_by(table.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = (await uow.connection.execute(query)).one_or_none()
    if row is None:
        return None
    headers = restored_headers(row.headers)
    return row.id, row.attempts, Record(row.topic, row.partition, row.offset, row.key, headers, bytes(row.body))


async def forget(uow: UnitOfWork, row_id: int) -> None:
    """Removes a handled row."""
    table = uow.tables.inbox_retry
    await uow.connection.execute(sa.delete(table).where(table.c.id == row_id))


async def again_later(uow: UnitOfWork, row_id: int, attempts: int, cause: str, next_at: datetime | None) -> None:
    """Notes a failed attempt; without a next time the event is dead."""
    table = uow.tables.inbox_retry
    state = "dead" if next_at is None else "retrying"
    values = {
        "attempts": attempts,
        "cause": written_out(cause[:2000]),
        "state": state,
        "next_at": next_at or uow.clock.now(),
    }
    await uow.connection.execute(sa.update(table).where(table.c.id == row_id).values(values))


async def release_next(uow: UnitOfWork, consumer: str, record: Record) -> None:
    """Lets the first event parked behind this key have its turn."""
    table = uow.tables.inbox_retry
    mine = (table.c.consumer == consumer, table.c.topic == record.topic, table.c.key == record.key)
    first = sa.select(sa.func.min(table.c.id)).where(*mine, table.c.state == "parked").scalar_subquery()
    ahead = sa.select(sa.literal(1)).where(*mine, table.c.state == "retrying").exists()
    freed = sa.update(table).where(table.c.id == first, ~ahead).values(state="retrying", next_at=uow.clock.now())
    await uow.connection.execute(freed)


async def release_orphans(uow: UnitOfWork, consumer: str) -> None:
    """Gives a turn to parked events with nothing ahead: another worker may have finished what they waited for."""
    table = uow.tables.inbox_retry
    mine = table.alias("mine")
    ahead = (
        sa.select(sa.literal(1))
        .where(mine.c.consumer == table.c.consumer, mine.c.topic == table.c.topic, mine.c.key == table.c.key)
        .where(mine.c.state != "dead", mine.c.id < table.c.id)
        .exists()
    )
    freed = sa.update(table).where(table.c.consumer == consumer, table.c.state == "parked", ~ahead)
    await uow.connection.execute(freed.values(state="retrying", next_at=uow.clock.now()))


async def counts(uow: UnitOfWork, consumer: str) -> dict[str, int]:
    """How many events stand in each state."""
    table = uow.tables.inbox_retry
    query = (
        sa.select(table.c.state, sa.func.count().label("events"))
        .where(table.c.consumer == consumer)
        .group_by(table.c.state)
    )
    return {row.state: row.events for row in await uow.connection.execute(query)}
