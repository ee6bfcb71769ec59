"""Figures from what each request adds to them (WM 6, 16): sums and counts that the database makes, so that a figure costs as
many rows as it has groups, and a rebuild gives the same.

For others than officers they are made of what is shown, in groups of a least size (WM 17).
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from services.gateway.read_model import figures_elsewhere
from services.gateway.read_model.figures_elsewhere import NO_LONGER
from services.gateway.read_model.places import PRESENT
from services.gateway.read_model.readable import reachable, readable
from services.gateway.read_model.reader import ItemReader
from services.gateway.read_model.rollups import plain
from services.gateway.read_model.tables import item, pulse_item
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import ANYTHING

UNMET_NEED = "unmet_need"
FIRST_FEEDBACK = "first_feedback"
_PART = sa.column("part", JSONB)


async def unmet_need(reader: ItemReader, here: str, least: int) -> list[dict[str, Any]]:
    """Open quantity by region, functional area and unit; for others than officers what is asked for, as it is shown,
    whatever became of it, and no group of fewer requests than ``least``.
    """
    everything = _sees_all(reader.actor)
    if everything:
        amount, unit = _PART["open"].astext, _PART["unit"].astext
        region, one, source = pulse_item.c.region, pulse_item.c.request_id, _added(pulse_item.c.parts)
        wanted, least = [pulse_item.c.figure == UNMET_NEED, pulse_item.c.region == here, _stands()], 1
    else:
        amount, unit = _PART["quantity"]["amount"].astext, _PART["quantity"]["unit"].astext
        lines = item.c.state["shown"]["fields"]["lines"]
        region, one, source = item.c.region, item.c.id, _each(item, lines)
        wanted = [item.c.kind == "request", item.c.status.not_in(NO_LONGER), *_shown(reader.actor)]
        wanted.append(sa.func.jsonb_typeof(lines) == "array")
    area, total, count = _PART["functional_area"].astext, sa.func.sum(sa.cast(amount, sa.Numeric)), _count(one)
    query = sa.select(region, area, unit, total, count).select_from(source).where(*wanted).group_by(region, area, unit)
    rows = await reader.rows(query.having(total > 0, count >= least).order_by(region, area, unit))
    found = [
        {"region": r[0], "functional_area": r[1], "unit": r[2], "open": plain(r[3]), "requests": r[4]} for r in rows
    ]
    elsewhere = await figures_elsewhere.unmet_need(reader, here) if everything else []
    return sorted(found + elsewhere, key=_region)


async def first_feedback(reader: ItemReader, here: str, least: int) -> list[dict[str, Any]]:
    """Seconds from submission to first feedback, by region: how many had it, and the median; for others than officers
    of requests that are shown to them, and no group of fewer than ``least``.
    """
    everything = _sees_all(reader.actor)
    seconds = sa.cast(_PART["seconds"].astext, sa.Double)
    middle, region, count = sa.func.percentile_cont(0.5).within_group(seconds), pulse_item.c.region, sa.func.count()
    wanted = [_stands()] if everything else [item.c.status.not_in(NO_LONGER), *_shown(reader.actor)]
    query = sa.select(region, count, middle).select_from(_added(pulse_item.c.parts)).group_by(region).order_by(region)
    least, mine = 1 if everything else least, (pulse_item.c.figure == FIRST_FEEDBACK, region == here)
    rows = await reader.rows(query.where(*mine, *wanted).having(count >= least))
    found = [{"region": r[0], "requests": r[1], "median_seconds": r[2]} for r in rows]
    seen = sa.true() if everything else sa.and_(*_shown(reader.actor))
    return sorted(found + await figures_elsewhere.first_feedback(reader, here, least, seen), key=_region)


def _region(row: dict[str, Any]) -> str:
    return str(row["region"])


def _sees_all(actor: Actor) -> bool:
    return decide(actor, a.READ_ROLLUPS, ANYTHING).allowed


def _shown(actor: Actor) -> list[sa.ColumnElement[bool]]:
    """Requests shown to the actor; no row of them is looked at once more, so both ways of saying it must hold."""
    return [reachable(actor, PRESENT, a.READ_SHOWN_REQUEST), readable(actor, a.READ_SHOWN_REQUEST, PRESENT)]


def _stands() -> sa.ColumnElement[bool]:
    return sa.func.coalesce(item.c.status, "").not_in(NO_LONGER)


def _added(parts: sa.ColumnElement[Any]) -> sa.FromClause:
    """What requests add to figures, with the requests as far as they are known."""
    mine = (item.c.kind == "request", item.c.region == pulse_item.c.region, item.c.id == pulse_item.c.request_id)
    return _each(pulse_item.outerjoin(item, sa.and_(*mine)), parts)


def _each(source: Any, parts: sa.ColumnElement[Any]) -> sa.FromClause:
    each = sa.func.jsonb_array_elements(parts).table_valued(_PART, joins_implicitly=True).render_derived()
    joined: sa.FromClause = source.join(each.lateral(), sa.true())
    return joined


def _count(one: sa.ColumnElement[Any]) -> sa.ColumnElement[int]:
    return sa.func.count(sa.distinct(one))
