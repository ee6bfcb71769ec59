"""Types of the figures of engagements: from asked to delivered, stages, and how long it took (WM 9, 15.vii, 16)."""

from collections.abc import Callable, Iterable
from typing import Any

import strawberry

from services.gateway.graphql.region_types import RegionFreshness
from services.gateway.read_model import engaged_figures as figures
from services.gateway.read_model.rollups import Sums


@strawberry.type(
    description="From asked to delivered in one unit, that of the request. committed + over = released + reported + delivered + "
    "outstanding, in every row and every sum of rows; need's committed is committed less released"
)
class ChainFigure:
    region: str | None
    functional_area: str
    unit: str
    year: int = strawberry.field(
        description="In which the request was submitted, the offer listed, the engagement opened"
    )
    asked: str = strawberry.field(description="By requests in line; 0 for others than officers: see unmetNeed")
    offered: str = strawberry.field(description="By live offers, whole in each area; 0 for others than officers")
    committed: str = strawberry.field(description="By the confirmed matches of the engagements")
    agreed: str = strawberry.field(description="By the terms in force")
    released: str = strawberry.field(description="Given back to need and roster")
    reported: str = strawberry.field(description="Said to be delivered by one side, not answered yet")
    delivered: str = strawberry.field(description="Said by one side and confirmed by the other")
    outstanding: str = strawberry.field(description="Still to come")
    over: str = strawberry.field(description="Reported or delivered beyond what is still committed")
    requests: int
    offers: int
    engagements: int


@strawberry.type(description="What was delivered and confirmed, by the year of the delivery")
class DeliveredFigure:
    region: str | None
    functional_area: str
    unit: str
    year: int
    delivered: str
    engagements: int


@strawberry.type(description="How many engagements stand in a stage")
class StageFigure:
    region: str | None
    stage: str
    label: str | None = strawberry.field(description="What the public portal calls it; null: it shows none of them")
    engagements: int


@strawberry.type(
    description="How many engagements are for the short or the long term, by the year of their opening (WM 9)"
)
class HorizonFigure:
    region: str | None
    horizon: str
    year: int
    engagements: int


@strawberry.type(
    description="Whole days from the submission of an engagement's first request to its first delivery that the other side "
    "confirmed, of the engagements that have one; quantiles as percentile_cont of SQL"
)
class FirstDeliveryFigure:
    region: str | None
    engagements: int
    mean_days: float
    p25_days: float
    median_days: float
    p75_days: float
    p90_days: float


@strawberry.type(description="Figures of the engagements of the regions that were asked for")
class EngagementFigures:
    sums: strawberry.Private[Sums]
    regions: list[RegionFreshness]
    left_out: list[RegionFreshness]

    @strawberry.field(description="By functional area, unit and year")
    def chain(self) -> list[ChainFigure]:
        return made(ChainFigure, figures.chain(self.sums))

    @strawberry.field(description="Deliveries by functional area, unit and the year of the delivery")
    def delivered(self) -> list[DeliveredFigure]:
        return made(DeliveredFigure, figures.given(self.sums))

    @strawberry.field(description="By stage")
    def stages(self) -> list[StageFigure]:
        return made(StageFigure, figures.stages(self.sums))

    @strawberry.field(description="By horizon (WM 9)")
    def horizons(self) -> list[HorizonFigure]:
        return made(HorizonFigure, figures.horizons(self.sums))

    @strawberry.field(description="From request to first delivery")
    def first_delivery(self) -> list[FirstDeliveryFigure]:
        return made(FirstDeliveryFigure, figures.first_delivery(self.sums))


def made(kind: Callable[..., Any], rows: Iterable[dict[str, Any]]) -> list[Any]:
    """Rows as a type of the schema."""
    return [kind(**row) for row in rows]
