"""Lists of items: narrowed, ordered, at a date, and of regions that are fresh enough."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

import strawberry
from strawberry.types import Info

from services.gateway.graphql import types as t
from services.gateway.graphql.context import Context
from services.gateway.graphql.finished_pages import finished, plans_of
from services.gateway.graphql.item_filter import ItemFilter
from services.gateway.graphql.region_types import RegionFreshness, region_freshness
from services.gateway.read_model.beside import THROUGH_OTHERS
from services.gateway.read_model.filters import MAY_BE_HIDDEN, MAY_HIDE, conditions_for
from services.gateway.read_model.offers_of_others import as_seen_by
from services.gateway.read_model.places import ListOrder, at
from services.gateway.read_model.regions import Freshness
from services.gateway.read_model.rows import ItemRow, LyingRow
from services.gateway.read_model.views import facts, state_for
from shared.modalities.errors import Fault, Invalid
from shared.runtime.cursors import cursor_of, place_of

Asked = Info[Context, None]
strawberry.enum(ListOrder, name="ItemOrder", description="In which order a list comes")


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


def place_in_list(first: int, after: str | None, most: int) -> tuple[datetime, str] | None:
    """Where a page begins that was asked for; None at the start. Raises Invalid for its size or its cursor."""
    if not 1 <= first <= most:
        raise Invalid((Fault("/first", f"between 1 and {most}", "page_size"),))
    try:
        return place_of(after) if after else None
    except ValueError as fault:
        raise Invalid((Fault("/after", "is no cursor of ours", "cursor"),)) from fault


def page_info(cursors: Sequence[str], more: bool, place: object | None) -> t.PageInfo:
    """Where a page stands in its list, by the cursors of what is on it."""
    begin, end = (cursors[0], cursors[-1]) if cursors else (None, None)
    return t.PageInfo(has_next_page=more, has_previous_page=place is not None, start_cursor=begin, end_cursor=end)


def pages(kind: str, description: str) -> Any:
    """A root field that lists one kind of items."""

    async def resolve(
        info: Asked,
        filter: ItemFilter | None = None,
        first: int = 50,
        after: str | None = None,
        order: ListOrder = ListOrder.BEGUN_NEWEST,
        as_of: datetime | None = None,
        fresher_than_seconds: int | None = None,
    ) -> t.ItemConnection:
        context = info.context
        place = place_in_list(first, after, context.settings.page_most)
        old, actor = await left_out(context, fresher_than_seconds), await context.actor()
        when = as_seen_by(actor, at(as_of)) if kind == "offer" else at(as_of)
        asked = vars(filter) if filter is not None else {}
        narrowed = conditions_for(actor, kind, asked, when)

        def seen(row: ItemRow) -> bool:
            return facts(row, state_for(actor, row)).holds(asked)

        hidden = seen if kind in MAY_HIDE and any(asked.get(name) is not None for name in MAY_BE_HIDDEN) else None
        if old:
            narrowed.append(when.columns.region.not_in([one.region for one in old]))
        plans = plans_of(info) if hidden is None and when.lying is not None and kind not in THROUGH_OTHERS else None

        def edge(row: ItemRow) -> t.ItemEdge:
            return t.ItemEdge(cursor=cursor_of(getattr(row, order.column), row.id), node=t.item_of(actor, row, as_of))

        async with context.reading(actor) as reader:
            done = None
            if plans is not None:
                rows, more = await reader.page(kind, narrowed, place, first, order, when, states=False)
                done = await finished(
                    context.finishing.parts, reader, plans, cast("list[LyingRow]", rows), edge, order.column
                )
            if done is None:
                rows, more = await reader.page(kind, narrowed, place, first, order, when, hidden)

        async def count() -> int:
            async with context.reading(actor) as reader:
                return await reader.count(kind, narrowed, when, hidden)

        ends = [cursor_of(getattr(row, order.column), row.id) for row in (*rows[:1], *rows[-1:])]
        page = page_info(ends, more, place)
        edges: Any = done or [edge(row) for row in rows]
        return t.ItemConnection(edges=edges, page_info=page, count=count, left_out=told(old))

    return strawberry.field(resolver=resolve, description=description)
