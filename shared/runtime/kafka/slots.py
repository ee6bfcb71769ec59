"""The relay's statements on the outbox: lease slots, claim rows, mark them published, set one aside.

A slot is leased with a fencing counter that rises at each change of hands. Claiming locks the slot's row and gives
sequence numbers before anything is published, so a repeated publication carries the same number; marking checks the
counter, so a relay that slept past its lease marks nothing. Rows are claimed by flag, never by an id cursor: a late
commit is not missed.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import asyncpg
import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

LEASE = """
update outbox_slot set
    fence = case when owner = $1 and lease_until > clock_timestamp() then fence else fence + 1 end,
    owner = $1, lease_until = clock_timestamp() + make_interval(secs => $2)
where slot in (
    select slot from outbox_slot where owner = $1 or owner is null or lease_until < clock_timestamp()
    for update skip locked
)
returning slot, fence,
    exists (select from outbox o where o.slot = outbox_slot.slot and o.sequence is null) as unclaimed,
    exists (select from outbox o where o.slot = outbox_slot.slot and o.set_aside_at is not null
            and o.set_aside_cause is null and o.published_at is null) as put_back"""
"""What waits in them is told along, so that a relay at rest says one statement in a third of its lease."""

CLAIM = """
with held as materialized (
    select slot from outbox_slot
    where owner = $1 and lease_until > clock_timestamp() order by slot for update
), candidate as materialized (
    select o.id, o.topic, o.slot, row_number() over (partition by o.topic, o.slot order by o.id) as place
    from held cross join lateral (
        select id, topic, slot from outbox where outbox.slot = held.slot and sequence is null order by id limit $2
    ) o
), counted as (
    select topic, slot, count(*) as rows from candidate group by topic, slot
), bumped as (
    insert into outbox_stream (topic, slot, epoch, last_sequence)
    select topic, slot, $3, rows from counted order by topic, slot
    on conflict (topic, slot) do update set
        epoch = greatest(outbox_stream.epoch, excluded.epoch), last_sequence = excluded.last_sequence
        + case when outbox_stream.epoch < excluded.epoch then 0 else outbox_stream.last_sequence end
    returning topic, slot, epoch, last_sequence
)
update outbox o set epoch = b.epoch, sequence = b.last_sequence - c.rows + k.place
from candidate k join counted c using (topic, slot) join bumped b using (topic, slot)
where o.id = k.id
returning o.id, o.topic, o.slot, o.key, o.headers, o.body, o.epoch, o.sequence"""

UNFINISHED = """
select id, topic, slot, key, headers, body, epoch, sequence from outbox join (
    select id, row_number() over (partition by topic, slot order by epoch, sequence) as place from outbox
    where slot = any($1::smallint[]) and sequence is not null and published_at is null
    and (set_aside_at is null or set_aside_cause is null)
) stream using (id)
where place <= $2"""
"""So many of each stream, so that one which the broker will not take just now leaves room for the others."""

SET_ASIDE = """
update outbox o set set_aside_at = clock_timestamp(), set_aside_cause = $5
from outbox_slot s where o.id = $1 and s.slot = $2 and s.owner = $4 and s.fence = $3"""

PUT_BACK = """
select id, topic, slot, key, headers, body, epoch, sequence from outbox
where slot = any($1::smallint[]) and set_aside_at is not null and set_aside_cause is null and published_at is null
order by id limit 100"""

MARK = """
update outbox o set published_at = clock_timestamp()
from unnest($1::bigint[], $2::smallint[], $3::bigint[]) as done(id, slot, fence)
join outbox_slot s on s.slot = done.slot and s.owner = $4 and s.fence = done.fence
where o.id = done.id"""

RELEASE = "update outbox_slot set owner = null, lease_until = null where owner = $1"

SWEEP = """
delete from outbox where id in (
    select id from outbox where published_at < clock_timestamp() - make_interval(hours => $1) limit 5000
)"""

NEWEST = """
select id, topic, slot, key, headers, body, epoch, sequence from outbox
where topic = :topic and key = :key and sequence is not null order by epoch desc, sequence desc limit 1"""

KEPT = """
select id, topic, slot, key, headers, body, epoch, sequence from outbox
where published_at is not null and sequence is not null order by topic, slot, epoch, sequence"""

HELD = "select exists (select from outbox_slot where lease_until > clock_timestamp())"

AGE = """
select count(*) filter (where set_aside_cause is null) as pending,
    coalesce(extract(epoch from clock_timestamp() - min(created_at) filter (where set_aside_cause is null)), 0) as oldest,
    count(set_aside_cause) as set_aside
from outbox where published_at is null"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row with its place in its stream, and the fence under which this relay holds its slot."""

    id: int
    topic: str
    slot: int
    fence: int
    key: bytes
    headers: list[tuple[str, bytes]]
    body: bytes


@dataclass(frozen=True)
class Leased:
    """The slots held, each with its fence, and whether rows wait in one: to be claimed, or put back in turn by a person."""

    fences: dict[int, int]
    unclaimed: bool
    put_back: bool


async def lease(connection: asyncpg.Connection, owner: str, seconds: float) -> Leased:
    """Takes and renews every slot that is free, expired or ours."""
    rows = await connection.fetch(LEASE, owner, seconds)
    waiting = (any(row[name] for row in rows) for name in ("unclaimed", "put_back"))
    return Leased({row["slot"]: row["fence"] for row in rows}, *waiting)


async def claim(
    connection: asyncpg.Connection, owner: str, fences: dict[int, int], batch: int, epoch: int
) -> list[Claimed]:
    """Numbers and returns the next rows of the slots held, in stream order.

    A new epoch numbers from 1 again: what a database restored from a backup has forgotten is never numbered anew.
    """
    per_slot = max(1, batch // max(1, len(fences)))
    rows = await connection.fetch(CLAIM, owner, per_slot, epoch)
    return _ordered(rows, fences)


async def unfinished(connection: asyncpg.Connection, slots: dict[int, int], batch: int) -> list[Claimed]:
    """Rows numbered before but not known to be published: by us before a failure, or by an earlier holder; at most
    ``batch`` of each stream."""
    return _ordered(await connection.fetch(UNFINISHED, list(slots), batch), slots)


async def put_back(connection: asyncpg.Connection, fences: dict[int, int]) -> list[Claimed]:
    """Rows that were set aside and that a person put back in turn."""
    return _ordered(await connection.fetch(PUT_BACK, list(fences)), fences)


async def set_aside(connection: asyncpg.Connection, owner: str, row: Claimed, cause: str) -> None:
    """Takes a row out of turn, with its cause, unless its slot has changed hands."""
    await connection.execute(SET_ASIDE, row.id, row.slot, row.fence, owner, cause)


async def mark(connection: asyncpg.Connection, owner: str, rows: list[Claimed]) -> int:
    """Marks rows as published; answers how many the fence let through."""
    ids, slots, fences = [r.id for r in rows], [r.slot for r in rows], [r.fence for r in rows]
    return int((await connection.execute(MARK, ids, slots, fences, owner)).split()[-1])


async def newest(connection: AsyncConnection, topic: str, key: str) -> Claimed | None:
    """The newest numbered event of an aggregate on a topic, as long as the outbox keeps it."""
    row = (await connection.execute(sa.text(NEWEST), {"topic": topic, "key": key})).mappings().one_or_none()
    return None if row is None else _claimed(dict(row), fence=0)


async def kept(connection: asyncpg.Connection, batch: int) -> AsyncIterator[list[Claimed]]:
    """Everything published that the outbox still has, stream by stream, in order."""
    async with connection.transaction(readonly=True):
        cursor = await connection.cursor(KEPT)
        while rows := await cursor.fetch(batch):
            yield [_claimed(row, fence=0) for row in rows]


def _ordered(rows: list[asyncpg.Record], fences: dict[int, int]) -> list[Claimed]:
    ordered = sorted(rows, key=lambda row: (row["slot"], row["topic"], row["sequence"]))
    return [_claimed(row, fences[row["slot"]]) for row in ordered if row["slot"] in fences]


def _claimed(row: Mapping[str, Any], fence: int) -> Claimed:
    stored = row["headers"] if isinstance(row["headers"], list) else orjson.loads(row["headers"])
    # Rows stored by an earlier release carry the epoch they were stored in; the one they are numbered in counts.
    headers = [(name, value.encode()) for name, value in stored if name != "ce_epoch"]
    headers.append(("ce_stream", f"{row['topic']}/{row['slot']}".encode()))
    headers.append(("ce_sequence", b"%d" % row["sequence"]))
    headers.append(("ce_epoch", b"%d" % row["epoch"]))
    return Claimed(row["id"], row["topic"], row["slot"], fence, row["key"].encode(), headers, row["body"])
