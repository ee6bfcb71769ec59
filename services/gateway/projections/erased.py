"""Fields that an owner shared and shares no more are erased from every state that is kept of it (WM 6).

An owner that says less than before is noticed at its first event that does; from then on the field goes from all its
states of that kind: in the background from those that are kept, and at once from older ones that still arrive.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.gateway.kinds.kind import Row
from services.gateway.read_model.ledger_tables import erasure
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.kafka.records import Decoded


def stripped(value: Any, pointer: Sequence[str]) -> Any:
    """A copy without the field that a pointer's parts lead to; ``*`` goes into every item or value."""
    if not pointer:
        return value
    part, *rest = pointer
    if isinstance(value, list):
        if part == "*":
            return [stripped(one, rest) for one in value]
        return [stripped(one, rest) if str(n) == part else one for n, one in enumerate(value)]
    if not isinstance(value, dict):
        return value
    if part == "*":
        return {name: stripped(one, rest) for name, one in value.items()} if rest else {}
    if not rest:
        return {name: one for name, one in value.items() if name != part}
    return {name: stripped(one, rest) if name == part else one for name, one in value.items()}


def without(state: Any, pointers: Iterable[str]) -> Any:
    """A state without fields, given as JSON pointers into it."""
    for pointer in pointers:
        state = stripped(state, [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]])
    return state


@dataclass(frozen=True)
class Erasures:
    """What is erased, by region and kind: pointers, each with the moment (the owner's) since which it is not shared."""

    since: Mapping[tuple[str, str], Mapping[str, datetime]]

    def applied(self, row: Row) -> Row:
        """The row without what its owner has stopped sharing since."""
        known = self.since.get((row["region"], row["kind"]))
        pointers = sorted(p for p, said_at in (known or {}).items() if row["at"] < said_at and p not in row["withheld"])
        if not pointers:
            return row
        body = orjson.loads(orjson.dumps(row["body"]))
        field = row["field"]
        body = without(body, pointers) if field is None else body | {field: without(body[field], pointers)}
        return row | {"body": body, "withheld": sorted({*row["withheld"], *pointers})}


async def erasures_of(uow: UnitOfWork, kept: Sequence[Decoded]) -> Erasures:
    """What is erased of the regions in a batch."""
    return await erasures_of_regions(uow, {one.envelope.region for one in kept})


async def erasures_of_regions(uow: UnitOfWork, regions: Iterable[str]) -> Erasures:
    """What is erased of regions."""
    found: dict[tuple[str, str], dict[str, datetime]] = {}
    for row in await uow.connection.execute(sa.select(erasure).where(erasure.c.region.in_(sorted(regions)))):
        found.setdefault((row.region, row.kind), {})[row.pointer] = row.said_at
    return Erasures(found)


async def note_erasures(uow: UnitOfWork, less: Sequence[Any], rows: Sequence[Row]) -> None:
    """Sets an erasure off for what an owner says less of than before. ``less``: region, kind, withheld, shared_at."""
    for region, kind, withheld, shared_at in less:
        at = min(row["at"] for row in rows if (row["region"], row["kind"]) == (region, kind))
        await erase(uow, region, kind, withheld, at, shared_at)


async def erase(
    uow: UnitOfWork,
    region: str,
    kind: str,
    pointers: Iterable[str],
    said_at: datetime,
    shared_at: datetime | None = None,
) -> None:
    """Has fields erased from every state of a region's items of one kind that is older than a moment of its owner.

    ``shared_at``: the field was last seen then; what is erased up to a later moment already is not erased again.
    """
    values = [{"region": region, "kind": kind, "pointer": pointer, "said_at": said_at} for pointer in sorted(pointers)]
    if values:
        written = insert(erasure).values(values)
        written = written.on_conflict_do_update(
            index_elements=["region", "kind", "pointer"],
            set_={"said_at": written.excluded.said_at, "done_at": None, "place": None},
            where=erasure.c.said_at < (shared_at or written.excluded.said_at),
        )
        await uow.connection.execute(written)
