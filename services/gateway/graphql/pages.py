"""Lists of items: narrowed, ordered, at a date, and of regions that are fresh enough."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import strawberry
from strawberry.types import Info

from services.gateway.graphql import types as t
from services.gateway.graphql.context import Context
from services.gateway.graphql.region_types import RegionFreshness, region_freshness
from services.gateway.read_model.places import At, Order, at
from services.gateway.read_model.regions import Freshness
from shared.modalities.errors import Fault, Invalid

Asked = Info[Context, None]
strawberry.enum(Order, name="ItemOrder", description="In which order a list comes")


def conditions(wanted: t.ItemFilter | None, when: At) -> list[sa.ColumnElement[bool]]:
    """What a filter asks of the columns of items at a date."""
    if wanted is None:
        return []
    columns, given = when.columns, vars(wanted)
    asked: dict[str, Any] = {
        "region": lambda value: columns.region == value,
        "regions": lambda value: columns.region.in_(value),
        "status": lambda value: columns.status.in_(value),
        "functional_area": lambda value: columns.areas.contains([value]),
        "party": lambda value: columns.parties.contains([value]),
        "begun_from": lambda value: columns.begun_at >= value,
        "begun_before": lambda value: columns.begun_at < value,
        "changed_from": lambda value: columns.changed_at >= value,
        "changed_before": lambda value: columns.changed_at < value,
    }
    return [condition(given[name]) for name, condition in asked.items() if given[name] is not None]


async def left_out(context: Context, seconds: int | None) -> list[Freshness]:
    """Regions that are older than was asked for; nobody asked without seconds."""
    if seconds is None:
        return []
    if seconds < 0:
        raise Invalid((Fault("/fresherThanSeconds", "a number of seconds", "seconds"),))
    limit = timedelta(seconds=seconds)
    return [one for one in (await context.regions()).values() if timedelta(seconds=one.age_s) > limit]


def told(regions: Sequence[Freshness]) -> list[RegionFreshness]:
    """The same in the schema's form."""
    return [region_freshness(one) for one in regions]


def pages(kind: str, description: str) -> Any:
    """A root field that lists one kind of items."""

    async def resolve(
        info: Asked,
        filter: t.ItemFilter | None = None,
        first: int = 50,
        after: str | None = None,
        order: Order = Order.BEGUN_NEWEST,
        as_of: datetime | None = None,
        fresher_than_seconds: int | None = None,
    ) -> t.ItemConnection:
        most, context = info.context.settings.page_most, info.context
        if not 1 <= first <= most:
            raise Invalid((Fault("/first", f"between 1 and {most}", "page_size"),))
        try:
            place = t.place_of(after) if after else None
        except ValueError as fault:
            raise Invalid((Fault("/after", "is no cursor of ours", "cursor"),)) from fault
        when, old, actor = at(as_of), await left_out(context, fresher_than_seconds), await context.actor()
        narrowed = conditions(filter, when)
        if old:
            narrowed.append(when.columns.region.not_in([one.region for one in old]))
        async with context.reading(actor) as reader:
            rows, more = await reader.page(kind, narrowed, place, first, order, when)

        async def count() -> int:
            async with context.reading(actor) as reader:
                return await reader.count(kind, narrowed, when)

        edges = [t.ItemEdge(cursor=t.cursor_of(row, order.column), node=t.item_of(row, as_of)) for row in rows]
        begin, end = (edges[0].cursor, edges[-1].cursor) if edges else (None, None)
        page = t.PageInfo(has_next_page=more, has_previous_page=place is not None, start_cursor=begin, end_cursor=end)
        return t.ItemConnection(edges=edges, page_info=page, count=count, left_out=told(old))

    return strawberry.field(resolver=resolve, description=description)


def shown_fields(row: Any) -> Any:
    """What a State agreed to show of a request; at a date only what it still shows now (WM 17)."""
    found: dict[str, Any] = row.state["shown"]["fields"] if row.state.get("shown") else {}
    if not hasattr(row, "shown_now"):
        return found
    still = (row.shown_now or {}).get("fields", {})
    return {name: value for name, value in found.items() if name in still}
