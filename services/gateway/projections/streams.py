"""Keeps the proof of completeness: how far each stream is applied, which numbers are missing, which came late."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa
import structlog
from sqlalchemy.dialects.postgresql import insert

from services.gateway.projections import statements
from services.gateway.projections.numbers import Advance, EventPlace, Hole, advance, multirange, ranges
from services.gateway.read_model import metrics
from services.gateway.read_model.ledger_tables import gap, owner_heard, reconciliation
from services.gateway.read_model.tables import stream_cursor
from services.gateway.settings import GatewaySettings
from shared.contracts.envelope import Envelope
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.kafka import origin
from shared.runtime.kafka.records import Decoded

log = structlog.get_logger()
PULLED = f"{origin.PULLED}."
"""Before the topic's name of a record that was asked of its owner and stood on no topic of ours."""

Stream = tuple[str, str, int, str]
"""Region, source, epoch, stream."""

_HEAL = sa.text("""
update gap set missing = missing - g.came,
    healed_at = case when isempty(missing - g.came) then cast(:now as timestamptz) end,
    healed_by = case when isempty(missing - g.came) then :how end, error = null
from jsonb_to_recordset(cast(:rows as jsonb)) as g(
    region text, source text, epoch int, stream text, came int8multirange)
where (gap.region, gap.source, gap.epoch, gap.stream) = (g.region, g.source, g.epoch, g.stream)
    and gap.healed_at is null and gap.missing && g.came
returning gap.region, gap.stream, gap.healed_at""")

_COUNT = sa.text("""
update stream_cursor c set missing = coalesce((
    select sum(upper(part) - lower(part)) from gap, unnest(gap.missing) as part
    where (gap.region, gap.source, gap.epoch, gap.stream) = (c.region, c.source, c.epoch, c.stream)
    and gap.healed_at is null), 0)
from jsonb_to_recordset(cast(:rows as jsonb)) as g(region text, source text, epoch int, stream text)
where (c.region, c.source, c.epoch, c.stream) = (g.region, g.source, g.epoch, g.stream)""")


def stream_of(envelope: Envelope) -> Stream:
    """The stream of an event."""
    return envelope.region, envelope.source, envelope.epoch, envelope.stream


def place_of(one: Decoded) -> EventPlace:
    """The number of an event, and where it stood on the bus if it came by it."""
    pulled = one.record.topic.startswith(PULLED)
    topic, offset = (None, None) if pulled else (one.record.topic, one.record.offset)
    return EventPlace(one.envelope.sequence, topic, offset)


async def keep_streams(batch: Sequence[Decoded], uow: UnitOfWork) -> set[Stream]:
    """Moves the cursors, finds and closes gaps, notes new epochs; answers the streams in which something came late."""
    now = uow.clock.now()
    arrived: dict[Stream, list[Decoded]] = defaultdict(list)
    for one in batch:
        arrived[stream_of(one.envelope)].append(one)
    known = await _known(uow, {key[:2] for key in arrived})
    moves = {key: advance(known.get(key, EventPlace(0)), map(place_of, found)) for key, found in arrived.items()}
    await _move(uow, moves, arrived, now)
    await note_epochs(uow, {key[:3] for key in arrived}, known, now)
    await _note_clocks(uow, batch, now)
    await open_gaps(uow, {key: move.holes for key, move in moves.items() if move.holes}, now)
    late = {key for key, move in moves.items() if move.late}
    for how, pulled in (("bus", False), ("pull", True)):
        # Numbers within the batch may be late too: which of them came by which way is told by their records.
        came = {
            key: ranges(p.sequence for p in map(place_of, arrived[key]) if (p.offset is None) == pulled) for key in late
        }
        await close_gaps(uow, {key: parts for key, parts in came.items() if parts}, how, now)
    if touched := late | {key for key, move in moves.items() if move.holes}:
        await count_missing(uow, touched)
    return late


async def _known(uow: UnitOfWork, sources: set[tuple[str, str]]) -> dict[Stream, EventPlace]:
    table = stream_cursor
    query = sa.select(table).where(sa.tuple_(table.c.region, table.c.source).in_(sorted(sources)))
    return {
        (r.region, r.source, r.epoch, r.stream): EventPlace(r.last_sequence, r.topic, r.offset)
        for r in await uow.connection.execute(query)
    }


async def _move(
    uow: UnitOfWork, moves: dict[Stream, Advance], arrived: dict[Stream, list[Decoded]], now: datetime
) -> None:
    rows: list[dict[str, object]] = [
        {**named(key), "last_sequence": moves[key].reached.sequence, "topic": moves[key].reached.topic,
           "offset": moves[key].reached.offset, "last_event_at": max(one.envelope.time for one in arrived[key])}
        for key in sorted(moves)
    ]  # fmt: skip
    await uow.connection.execute(statements.CURSORS, {"rows": orjson.dumps(rows).decode(), "now": now})


async def note_epochs(
    uow: UnitOfWork, heard: Iterable[tuple[str, str, int]], known: Iterable[Stream], now: datetime
) -> None:
    """Sets off a reconciliation for an epoch that is higher than any heard of before."""
    highest: dict[tuple[str, str], int] = {}
    for region, source, epoch, *_ in known:
        highest[region, source] = max(epoch, highest.get((region, source), 1))
    for region, source, epoch in sorted(heard):
        if epoch <= highest.get((region, source), 1):
            continue
        row = {"region": region, "source": source, "epoch": epoch, "found_at": now, "next_at": now}
        written = insert(reconciliation).values(row).on_conflict_do_nothing()
        if (await uow.connection.execute(written)).rowcount:
            uow.rings = True
            log.warning("new_epoch", region=region, source=source, epoch=epoch)


async def _note_clocks(uow: UnitOfWork, batch: Sequence[Decoded], now: datetime) -> None:
    """An event from the future says that its region's clock, or ours, is wrong; nothing else follows from it."""
    assert isinstance(uow.settings, GatewaySettings)
    ahead: dict[tuple[str, str], float] = {}
    for one in batch:
        seconds = (one.envelope.time - now).total_seconds()
        if seconds > uow.settings.clock_off_s:
            key = (one.envelope.region, one.envelope.source)
            ahead[key] = max(seconds, ahead.get(key, 0))
    for (region, source), seconds in sorted(ahead.items()):
        log.error("clock_alarm", region=region, source=source, seconds=round(seconds))
        values = {"clock_off_s": seconds, "measured_at": now}
        written = insert(owner_heard).values({"region": region, "source": source} | values)
        await uow.connection.execute(written.on_conflict_do_update(index_elements=["region", "source"], set_=values))


async def open_gaps(uow: UnitOfWork, holes: dict[Stream, tuple[Hole, ...]], now: datetime) -> None:
    """Writes gaps down."""
    rows: list[dict[str, Any]] = []
    for key, found in sorted(holes.items()):
        for hole in found:
            log.warning("gap_found", region=key[0], stream=key[3], sequence=hole.first,
                        count=hole.last - hole.first + 1, code=hole.cause)  # fmt: skip
            metrics.GAPS_FOUND.labels(key[0], hole.cause).inc()
            missing = sa.text(f"'{multirange([(hole.first, hole.last)])}'::int8multirange")
            rows.append(named(key) | vars(hole) | {"missing": missing, "found_at": now, "next_at": now})
    uow.rings = uow.rings or bool(rows)
    for row in rows:
        await uow.connection.execute(sa.insert(gap).values(row))


async def close_gaps(uow: UnitOfWork, came: dict[Stream, list[tuple[int, int]]], how: str, now: datetime) -> None:
    """Takes numbers that came out of the gaps they were missing in."""
    if not came:
        return
    rows = [named(key) | {"came": multirange(parts)} for key, parts in sorted(came.items())]
    given = {"rows": orjson.dumps(rows).decode(), "how": how, "now": now}
    for row in await uow.connection.execute(_HEAL, given):
        if row.healed_at is not None:
            log.info("gap_healed", region=row.region, stream=row.stream, code=how)
            metrics.GAPS_HEALED.labels(row.region, how).inc()


async def count_missing(uow: UnitOfWork, streams: Iterable[Stream]) -> None:
    """Brings the number of missing events of these streams up to date."""
    rows = [named(key) for key in sorted(streams)]
    await uow.connection.execute(_COUNT, {"rows": orjson.dumps(rows).decode()})


def named(key: Stream) -> dict[str, str | int]:
    """A stream's key as columns."""
    return {"region": key[0], "source": key[1], "epoch": key[2], "stream": key[3]}
