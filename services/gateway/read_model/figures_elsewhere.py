"""The same live figures of other deployments' requests: Geneva's process of the figures reads its own topics alone, so they
are made of the items as they are kept here (WM 6, 16). Sums are made by the database, whatever the number of items.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from services.gateway.read_model.reader import ItemReader
from services.gateway.read_model.rollups import plain
from services.gateway.read_model.tables import item
from shared.contracts.shapes.handover import HANDED_OVER

NO_LONGER = ("withdrawn", HANDED_OVER)
"""Requests that add to no figure."""


async def unmet_need(reader: ItemReader, here: str) -> list[dict[str, Any]]:
    """Open quantity by region, functional area and unit: what was asked, less what is committed."""
    need, request = item.alias("need"), item.alias("request")
    of_it = sa.and_(request.c.kind == "request", request.c.region == need.c.region, request.c.id == need.c.id)
    lines = (
        sa.select(need.c.region, need.c.id, sa.func.jsonb_array_elements(need.c.state["lines"], type_=JSONB).label("line"))
        .select_from(need.outerjoin(request, of_it))
        .where(need.c.kind == "need", need.c.region != here, need.c.status != HANDED_OVER,
               sa.func.coalesce(request.c.status, "").not_in(NO_LONGER))
        .subquery()
    )  # fmt: skip
    said = {name: lines.c.line[name].astext for name in ("functional_area", "unit", "asked", "committed")}
    area, unit = said["functional_area"], said["unit"]
    open_ = sa.func.sum(sa.cast(said["asked"], sa.Numeric) - sa.cast(said["committed"], sa.Numeric))
    query = (
        sa.select(lines.c.region, area.label("area"), unit.label("unit"), open_.label("open"),
                  sa.func.count(lines.c.id.distinct()).label("requests"))
        .group_by(lines.c.region, area, unit).having(open_ > 0).order_by(lines.c.region, area, unit)
    )  # fmt: skip
    return [
        {"region": row.region, "functional_area": row.area, "unit": row.unit,
         "open": plain(row.open), "requests": row.requests}
        for row in await reader.rows(query)
    ]  # fmt: skip


async def first_feedback(
    reader: ItemReader, here: str, least: int, seen: sa.ColumnElement[bool]
) -> list[dict[str, Any]]:
    """Seconds from submission to first feedback, by region. ``seen``: the requests that count; groups of fewer than
    ``least`` are left out.
    """
    begun, answered = (
        sa.cast(item.c.state[name].astext, sa.TIMESTAMP(timezone=True)) for name in ("submitted_at", "feedback_at")
    )
    seconds = sa.cast(sa.extract("epoch", answered - begun), sa.Double)
    count = sa.func.count()
    query = (
        sa.select(item.c.region, count.label("requests"),
                  sa.func.percentile_cont(0.5).within_group(seconds).label("median"))
        .where(item.c.kind == "request", item.c.region != here, item.c.status.not_in(NO_LONGER),
               item.c.state["feedback_at"].astext.is_not(None), seen)
        .group_by(item.c.region).having(count >= max(least, 1)).order_by(item.c.region)
    )  # fmt: skip
    return [
        {"region": row.region, "requests": row.requests, "median_seconds": row.median}
        for row in await reader.rows(query)
    ]
