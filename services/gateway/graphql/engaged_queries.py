"""What can be asked of the figures of engagements, and of the items behind a figure of the roll-ups (WM 6, 9, 15.vii, 16)."""

from enum import Enum

import strawberry
from strawberry.types import Info

from services.gateway.domain import adds, engaged
from services.gateway.graphql.context import Context
from services.gateway.graphql.engaged_figures import EngagementFigures
from services.gateway.graphql.pages import left_out, page_info, place_in_list, told
from services.gateway.graphql.types import PageInfo
from services.gateway.read_model import rollups
from services.gateway.read_model.behind_figures import behind
from services.gateway.read_model.engaged_figures import visible_sums
from shared.modalities.access import actions as a
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import ANYTHING
from shared.runtime.cursors import cursor_of

Asked = Info[Context, None]
WorldFigure = Enum(  # type: ignore[misc]
    "WorldFigure",
    {
        **{one.upper(): one for one in (adds.ASKED, adds.RESERVED, adds.COMMITTED, adds.OPEN)},
        **{one.upper(): one for one in (adds.OFFERED, adds.REMAINING, adds.ASKED_IN, adds.OFFERED_IN)},
        **{figure.upper(): figure for figure in engaged.ENGAGED.values()},
        "DELIVERED_IN": engaged.GIVEN,
        "FIRST_DELIVERY": engaged.FIRST_DELIVERY,
        "HORIZON": engaged.HORIZON,
        "STAGE": adds.STATUS,
    },
)
strawberry.enum(
    WorldFigure,
    description="A figure of the roll-ups: of needs and offers (ASKED to REMAINING), by year (ASKED_IN, OFFERED_IN), of chain "
    "(ENGAGED_), of delivered, of firstDelivery, of horizons, of stages",
)


@strawberry.type(description="An item that a figure counts")
class FigureItem:
    region: str
    kind: str
    item_id: str
    reference: str | None
    amount: str


@strawberry.type(description="A page of the items that a figure counts, as far as the caller may read them")
class FigureItems:
    items: list[FigureItem]
    page_info: PageInfo


@strawberry.type
class EngagedQueries:
    """Part of the root."""

    @strawberry.field(
        description="Engagements in figures, by region or over all of them. For others than officers: of those that they may "
        "read, as they read them, in groups of several engagements (WM 17)"
    )
    async def engagement_figures(
        self,
        info: Asked,
        regions: list[str] | None = None,
        by_region: bool = True,
        fresher_than_seconds: int | None = None,
    ) -> EngagementFigures:
        context = info.context
        actor = await context.may_start("Query.engagementFigures")
        old = await left_out(context, fresher_than_seconds)
        known = await context.regions()
        wanted = [r for r in known if (regions is None or r in regions) and r not in {one.region for one in old}]
        async with context.reading(actor) as reader:
            if decide(actor, a.READ_ROLLUPS, ANYTHING).allowed:
                sums = await rollups.sums(reader.connection, wanted, by_region=by_region)
            else:
                least = context.settings.figures_least
                sums = await visible_sums(reader, wanted, least, by_region=by_region)
        return EngagementFigures(sums=sums, regions=told([known[region] for region in wanted]), left_out=told(old))

    @strawberry.field(
        description="The items behind a figure of the roll-ups: what is left out of region, area, unit, year, stage and horizon is "
        "not asked. Their amounts are those that add up to the figure"
    )
    async def figure_items(
        self,
        info: Asked,
        figure: WorldFigure,
        regions: list[str] | None = None,
        functional_area: str | None = None,
        unit: str | None = None,
        year: int | None = None,
        stage: str | None = None,
        horizon: str | None = None,
        first: int = 50,
        after: str | None = None,
    ) -> FigureItems:
        context = info.context
        actor = await context.may_start("Query.figureItems")
        place = place_in_list(first, after, context.settings.page_most)
        label = stage if stage is not None else str(year) if year is not None else None
        asked = {"area": functional_area, "unit": unit if unit is not None else horizon, "label": label}
        async with context.reading(actor) as reader:
            rows, more = await behind(reader, figure.value, regions, asked, place, first)
        items = [
            FigureItem(region=r.region, kind=r.kind, item_id=r.id, reference=r.reference, amount=r.amount) for r in rows
        ]
        return FigureItems(items=items, page_info=page_info([cursor_of(r.begun_at, r.id) for r in rows], more, place))
