"""The items behind a figure of the roll-ups, found in what each of them adds: the sum is theirs by construction (WM 6, 16)."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from services.gateway.domain import adds, engaged
from services.gateway.read_model.places import PRESENT
from services.gateway.read_model.reader import ItemReader, perhaps
from services.gateway.read_model.tables import item

KIND: Mapping[str, str] = {
    **dict.fromkeys((adds.ASKED, adds.RESERVED, adds.COMMITTED, adds.OPEN), "need"),
    **dict.fromkeys((adds.OFFERED, adds.REMAINING, adds.OFFERED_IN), "offer"),
    adds.ASKED_IN: "request",
    **dict.fromkeys((*engaged.ENGAGED.values(), engaged.GIVEN, engaged.FIRST_DELIVERY, engaged.HORIZON), "engagement"),
    adds.STATUS: "engagement",
}
"""Figure -> the kind of items that add to it; of the statuses those of engagements."""
_PLACES = {"area": 1, "unit": 2, "label": 3}
_PART = sa.column("part", JSONB)


async def behind(
    reader: ItemReader,
    figure: str,
    regions: Sequence[str] | None,
    asked: Mapping[str, str | None],
    after: tuple[Any, str] | None,
    most: int,
) -> tuple[list[Any], bool]:
    """A page of the items that the reader may read, newest first, each with what it adds; and whether more follow.

    ``asked`` are area, unit and label of the figure; None is not asked.
    """
    kind = KIND[figure]
    each = sa.func.jsonb_array_elements(item.c.figures).table_valued(_PART, joins_implicitly=True).render_derived()
    parts = [_PART[0].astext == figure, *(_PART[_PLACES[n]].astext == v for n, v in asked.items() if v is not None)]
    # Item by item in the order of their index, so that a page costs what it shows.
    total = sa.func.sum(sa.cast(_PART[4].astext, sa.Numeric))
    added = sa.select(total.label("amount")).select_from(each).where(*parts).correlate(item).lateral("added")
    columns = (item.c.region, item.c.kind, item.c.id, item.c.reference, item.c.begun_at)
    amount = sa.cast(sa.func.trim_scale(added.c.amount), sa.Text).label("amount")
    query = sa.select(*columns, amount).select_from(item.join(added, added.c.amount.is_not(None)))
    query = query.where(item.c.kind == kind, perhaps(reader.actor, kind, PRESENT))
    if regions is not None:
        query = query.where(item.c.region.in_(list(regions)))
    if after is not None:
        query = query.where(sa.tuple_(item.c.begun_at, item.c.id) < sa.tuple_(*map(sa.literal, after)))
    query = query.order_by(item.c.begun_at.desc(), item.c.id.desc()).limit(most + 1)
    rows = list(await reader.rows(query))
    return rows[:most], len(rows) > most
