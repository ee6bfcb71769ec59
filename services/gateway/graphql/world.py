"""The world in figures: roll-ups over all regions, equal to the sums of the regions' own (WM 6, 8, 16)."""

import strawberry
from strawberry.types import Info

from services.gateway.graphql.context import Context
from services.gateway.graphql.engaged_figures import EngagementFigures, made
from services.gateway.graphql.pages import left_out, told
from services.gateway.graphql.region_types import RegionFreshness
from services.gateway.read_model import rollups

Asked = Info[Context, None]


@strawberry.type(description="What is asked for, reserved, committed and still open, in one unit")
class NeedFigure:
    region: str | None
    functional_area: str
    unit: str
    asked: str
    reserved: str
    committed: str
    open: str
    requests: int


@strawberry.type(description="What stands on the roster; an offer counts whole in each area it can serve")
class OfferFigure:
    region: str | None
    functional_area: str
    unit: str
    offered: str
    remaining: str
    offers: int


@strawberry.type(description="Time from submission to first feedback")
class FeedbackFigure:
    region: str | None
    requests: int
    mean_seconds: float
    median_hours: float = strawberry.field(description="The middle one, to the hour")


@strawberry.type(description="How many items of a kind stand in a status")
class StatusFigure:
    region: str | None
    kind: str
    status: str
    items: int


@strawberry.type(description="Figures of the regions that were asked for, and how fresh each of them is")
class World:
    sums: strawberry.Private[rollups.Sums]
    regions: list[RegionFreshness]
    left_out: list[RegionFreshness]

    @strawberry.field(description="Need by functional area and unit")
    def need(self) -> list[NeedFigure]:
        return made(NeedFigure, rollups.need(self.sums))

    @strawberry.field(description="Offers by functional area and unit")
    def offers(self) -> list[OfferFigure]:
        return made(OfferFigure, rollups.offers(self.sums))

    @strawberry.field(description="Time to first feedback (WM 8)")
    def first_feedback(self) -> list[FeedbackFigure]:
        return made(FeedbackFigure, rollups.first_feedback(self.sums))

    @strawberry.field(description="From asked to delivered, stages, time to the first delivery (WM 9, 15.vii)")
    def engagements(self) -> EngagementFigures:
        return EngagementFigures(sums=self.sums, regions=self.regions, left_out=self.left_out)

    @strawberry.field(description="Items by kind and status")
    def statuses(self) -> list[StatusFigure]:
        return made(StatusFigure, rollups.statuses(self.sums))


@strawberry.type
class WorldQueries:
    """Part of the root."""

    @strawberry.field(description="The world in figures, by region or over all of them")
    async def world(
        self,
        info: Asked,
        regions: list[str] | None = None,
        by_region: bool = True,
        fresher_than_seconds: int | None = None,
    ) -> World:
        context = info.context
        actor = await context.may_start("Query.world")
        old = await left_out(context, fresher_than_seconds)
        known = await context.regions()
        wanted = [r for r in known if (regions is None or r in regions) and r not in {one.region for one in old}]
        async with context.database.reading(actor) as connection:
            sums = await rollups.sums(connection, wanted, by_region=by_region)
        return World(sums=sums, regions=told([known[region] for region in wanted]), left_out=told(old))
