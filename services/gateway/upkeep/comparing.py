"""Compares what is kept with its owner, bucket by bucket, and repairs what differs (WM 6).

An item with the owner's version and another content, or whose columns are not what was sealed, is wrong at once. One
with another version may just be on its way here, so it counts only when the next round finds it where it was.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.http.owner import Owner
from services.gateway.projections.projector import lock
from services.gateway.projections.statements import RECOUNT, SEAL
from services.gateway.projections.streams import note_epochs
from services.gateway.read_model import metrics
from services.gateway.read_model.ledger import comparison, divergence
from services.gateway.read_model.tables import item, stream_cursor
from services.gateway.upkeep.taking_over import Difference, take_over, vanish
from shared.runtime.db.database import Database
from shared.runtime.db.outbox import Cause
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.answers import Aggregate
from shared.runtime.federation.digests import added_up
from shared.runtime.federation.tables import place_of

log = structlog.get_logger()
_CAUSE = Cause(None, "comparing")
_SEALED: sa.ColumnElement[str] = sa.literal_column(SEAL.format("item"))


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
    """What differs from the owner just now. Raises OwnerAway."""
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
    """One round for one kind; how many items were repaired. Raises OwnerAway."""
    began = database.clock.monotonic()
    found = await compare(database, owner, kind, buckets)
    async with database.unit_of_work(_CAUSE) as uow:
        await note_owner_epoch(uow, owner, found.epoch)
        wrong = await _confirmed(uow, owner.region, found)
    repaired = await take_over(database, owner, kind, wrong, final=False)
    repaired += await vanish(database, owner, kind, wrong, found.epoch)
    seconds = database.clock.monotonic() - began
    async with database.unit_of_work(_CAUSE) as uow:
        await _settle(uow, owner.region, kind, wrong)
        row = {"compared": found.count, "differing": len(found.differences), "repaired": repaired, "seconds": seconds}
        await keep_comparison(uow, owner, kind, row | {"error": None})
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
    table, now = divergence, uow.clock.now()
    mine = (table.c.region == region, table.c.kind == found.kind, table.c.repaired_at.is_(None))
    known = {r.item_id: (r.what, r.ours) for r in await uow.connection.execute(sa.select(table).where(*mine))}
    ids = [one.id for one in found.differences]
    await uow.connection.execute(sa.delete(table).where(*mine, table.c.item_id.not_in(ids)))
    wrong = []
    for one in found.differences:
        row = {"region": region, "kind": one.kind, "item_id": one.id, "what": one.what, "ours": one.ours}
        written = insert(table).values(row | {"theirs": one.theirs, "found_at": now})
        again = {name: written.excluded[name] for name in ("what", "ours", "theirs")}
        written = written.on_conflict_do_update(
            index_elements=["region", "kind", "item_id"], index_where=table.c.repaired_at.is_(None), set_=again
        )
        await uow.connection.execute(written)
        if one.what == "altered" or known.get(one.id) == (one.what, one.ours):
            wrong.append(one)
            metrics.DIVERGENT.labels(region, one.what).inc()
    return wrong


async def _settle(uow: UnitOfWork, region: str, kind: str, wrong: Sequence[Difference]) -> None:
    mine = (divergence.c.region == region, divergence.c.kind == kind, divergence.c.repaired_at.is_(None))
    ids = [one.id for one in wrong]
    settled = sa.update(divergence).where(*mine, divergence.c.item_id.in_(ids)).values(repaired_at=uow.clock.now())
    await uow.connection.execute(settled)


async def keep_comparison(uow: UnitOfWork, owner: Owner, kind: str, values: dict[str, Any]) -> None:
    """Notes a round: its figures, or why there are none."""
    now: datetime = uow.clock.now()
    fresh = {"compared": 0, "differing": 0, "repaired": 0, "seconds": 0.0} | values
    row = {"region": owner.region, "service": owner.service, "kind": kind, "at": now, **fresh}
    written = insert(comparison).values(row)
    failed = values.get("error") is not None
    again = values if failed else values | {"at": now, "rounds": comparison.c.rounds + 1}
    written = written.on_conflict_do_update(index_elements=["region", "service", "kind"], set_=again)
    await uow.connection.execute(written)
