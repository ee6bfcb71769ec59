"""Compares what is kept with its owner, bucket by bucket, and repairs what differs (WM 6).

An item with the owner's version and another content, or whose columns are not what was sealed, is wrong at once. One
with another version may just be on its way here, so it counts only when the next round finds it where it was.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa
import structlog
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.http.owner import Owner
from services.gateway.projections.projector import lock
from services.gateway.projections.statements import RECOUNT, SEAL
from services.gateway.projections.streams import note_epochs
from services.gateway.read_model import metrics
from services.gateway.read_model.ledger_tables import comparison
from services.gateway.read_model.tables import item, stream_cursor
from services.gateway.upkeep.taking_over import Difference, take_over, vanish
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.answers import Aggregate
from shared.runtime.federation.digests import added_up
from shared.runtime.federation.tables import place_of

log = structlog.get_logger()
_CAUSE = ByClock("comparing")
FEW = 20
_SEALED: sa.ColumnElement[str] = sa.literal_column(SEAL.format("item"))


_OPEN = sa.text(
    "select item_id, what, ours from divergence where region = :region and kind = :kind and repaired_at is null"
)
# What is no longer found was on its way; what is found again keeps the moment at which it was first found.
_NOTE = sa.text("""
with given as materialized (
    select * from jsonb_to_recordset(cast(:rows as jsonb)) as g(item_id text, what text, ours int, theirs int)
), gone as (
    delete from divergence d where region = :region and kind = :kind and repaired_at is null
        and not exists (select from given g where g.item_id = d.item_id)
)
insert into divergence (region, kind, item_id, what, ours, theirs, found_at)
select :region, :kind, item_id, what, ours, theirs, :now from given
on conflict (region, kind, item_id) where repaired_at is null do update set
    what = excluded.what, ours = excluded.ours, theirs = excluded.theirs""")
_SETTLE = sa.text("""
update divergence set repaired_at = :now
where region = :region and kind = :kind and repaired_at is null and item_id = any(cast(:ids as text[]))""")


@dataclass(frozen=True)
class Compared:
    """What a comparison of one kind found, and under which epoch of the owner."""

    kind: str
    epoch: int
    count: int
    differences: tuple[Difference, ...]


def kept_rows(region: str, kind: str) -> sa.Select[Any]:
    """Items as digests are taken of them: what was edited behind the projector's back has none that could agree."""
    digest = sa.case(
        (item.c.seal.is_distinct_from(_SEALED), "broken"), else_=sa.func.md5(sa.cast(item.c.state, sa.Text))
    )
    place = place_of(item.c.id).label("place")
    rows = sa.select(item.c.id, item.c.version, place, digest.label("digest"))
    return rows.where(item.c.region == region, item.c.kind == kind)


def differences(kind: str, ours: Iterable[Aggregate], theirs: Iterable[Aggregate]) -> list[Difference]:
    """What differs between two lists of aggregates, by identifier."""
    mine, others = {one.id: one for one in ours}, {one.id: one for one in theirs}
    found = []
    for one in sorted(set(mine) | set(others)):
        a, b = mine.get(one), others.get(one)
        if a is None:
            what = "missing"
        elif b is None:
            what = "unknown_to_owner"
        elif a.version != b.version:
            what = "behind" if a.version < b.version else "ahead"
        elif a.digest != b.digest:
            what = "altered"
        else:
            continue
        found.append(Difference(kind, one, what, a.version if a else None, b.version if b else None))
    return found


async def compare(database: Database, owner: Owner, kind: str, buckets: int) -> Compared:
    """What differs from the owner just now. Raises PeerAway."""
    said = await owner.digests(kind, buckets)
    rows = kept_rows(owner.region, kind)
    async with database.reading() as connection:
        ours = {one.bucket: one for one in await added_up(connection, rows, buckets)}
    theirs = {one.bucket: one for one in said.found}
    found: list[Difference] = []
    for bucket in sorted(b for b in set(ours) | set(theirs) if ours.get(b) != theirs.get(b)):
        listed = await owner.bucket(kind, bucket, buckets)
        async with database.reading() as connection:
            found += differences(kind, await _bucket(connection, rows, bucket, buckets), listed)
    return Compared(kind, said.epoch, sum(one.count for one in said.found), tuple(found))


async def _bucket(connection: AsyncConnection, rows: sa.Select[Any], bucket: int, buckets: int) -> list[Aggregate]:
    query = rows.where(place_of(item.c.id) % buckets == bucket)
    return [Aggregate(id=r.id, version=r.version, digest=r.digest) for r in await connection.execute(query)]


async def compare_and_repair(database: Database, owner: Owner, kind: str, buckets: int) -> int:
    """One round for one kind; how many items were repaired. Raises PeerAway."""
    began = database.clock.monotonic()
    found = await compare(database, owner, kind, buckets)
    async with database.unit_of_work(_CAUSE) as uow:
        await note_owner_epoch(uow, owner, found.epoch)
        wrong = await _confirmed(uow, owner.region, found)
    repaired = await take_over(database, owner, kind, wrong, final=False)
    gone = [one for one in wrong if one.theirs is None]
    # An owner that lost more than it has was not told to forget it: a restore raises its epoch. So the view stays.
    lost_most = len(gone) > max(FEW, found.count)
    if lost_most:
        log.error("owner_lost_most", region=owner.region, kind=kind, count=len(gone))
        wrong = [one for one in wrong if one.theirs is not None]
    else:
        repaired += await vanish(database, owner, kind, gone, found.epoch)
    seconds = database.clock.monotonic() - began
    async with database.unit_of_work(_CAUSE) as uow:
        await _settle(uow, owner.region, kind, wrong)
        figures = RoundFigures(found.count, len(found.differences), repaired, seconds)
        await keep_comparison(uow, owner, kind, figures, "owner_lost_most" if lost_most else None)
    metrics.COMPARED_SECONDS.labels(owner.region, kind).observe(seconds)
    if found.differences:
        log.warning("compared", region=owner.region, kind=kind, count=len(found.differences), rows=repaired)
    return repaired


async def compare_all(database: Database, owner: Owner, buckets: int) -> int:
    """The same for every kind of an owner that is kept here; the region's roll-ups are held against their items too."""
    repaired = sum([await compare_and_repair(database, owner, kind, buckets) for kind in owner.kinds])
    await recount(database, owner.region)
    return repaired


async def recount(database: Database, region: str) -> int:
    """Sets roll-ups of a region right that are not the sums of what its items add; how many were wrong."""
    async with database.unit_of_work(_CAUSE) as uow:
        await lock(uow, [region])
        wrong = len((await uow.connection.execute(RECOUNT, {"region": region})).all())
    if wrong:
        metrics.MISCOUNTED.labels(region).inc(wrong)
        log.error("rollup_was_wrong", region=region, count=wrong)
    return wrong


async def note_owner_epoch(uow: UnitOfWork, owner: Owner, epoch: int) -> None:
    """An owner that says a higher epoch than any of its events sets a reconciliation off."""
    mine = (stream_cursor.c.region == owner.region, stream_cursor.c.source == owner.source)
    highest = sa.select(sa.func.max(stream_cursor.c.epoch)).where(*mine)
    known = (await uow.connection.execute(highest)).scalar_one_or_none() or 1
    here = (owner.region, owner.source, known, "")
    await note_epochs(uow, [(owner.region, owner.source, epoch)], [here], uow.clock.now())


async def _confirmed(uow: UnitOfWork, region: str, found: Compared) -> list[Difference]:
    """Those that are wrong; the others are noted, to be looked at again in the next round."""
    mine = {"region": region, "kind": found.kind}
    known = {r.item_id: (r.what, r.ours) for r in await uow.connection.execute(_OPEN, mine)}
    rows = [{"item_id": one.id, "what": one.what, "ours": one.ours, "theirs": one.theirs} for one in found.differences]
    await uow.connection.execute(_NOTE, mine | {"rows": orjson.dumps(rows).decode(), "now": uow.clock.now()})
    wrong = [d for d in found.differences if d.what == "altered" or known.get(d.id) == (d.what, d.ours)]
    for one in wrong:
        metrics.DIVERGENT.labels(region, one.what).inc()
    return wrong


async def _settle(uow: UnitOfWork, region: str, kind: str, wrong: Sequence[Difference]) -> None:
    given = {"region": region, "kind": kind, "ids": [one.id for one in wrong], "now": uow.clock.now()}
    await uow.connection.execute(_SETTLE, given)


@dataclass(frozen=True)
class RoundFigures:
    """What a round found."""

    compared: int = 0
    differing: int = 0
    repaired: int = 0
    seconds: float = 0.0


async def keep_comparison(
    uow: UnitOfWork, owner: Owner, kind: str, figures: RoundFigures | None, error: str | None
) -> None:
    """Notes a round: its figures, or without them why there are none; those of the one before stay then."""
    now: datetime = uow.clock.now()
    fresh = vars(figures or RoundFigures()) | {"error": error}
    row = {"region": owner.region, "service": owner.service, "kind": kind, "at": now, **fresh}
    written = insert(comparison).values(row)
    again = {"error": error} if figures is None else fresh | {"at": now, "rounds": comparison.c.rounds + 1}
    written = written.on_conflict_do_update(index_elements=["region", "service", "kind"], set_=again)
    await uow.connection.execute(written)
