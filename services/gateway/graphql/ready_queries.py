"""What support stands ready for a gap: matching answers, with the caller's own token; nothing of it is kept here (WM 18)."""

from typing import Any

import strawberry

from services.gateway.graphql.bench_queries import Asked, RankingSignal
from services.gateway.graphql.told import ask, known


@strawberry.type(description="An offer on the roster that serves an area, at its place, with the reasons")
class ReadyOffer:
    rank: int
    offer_id: str
    reference: str
    title: str
    language: str
    region: str
    offering_parties: list[str]
    offer_line_id: str
    score: float
    signals: list[RankingSignal]


@strawberry.type(description="A functional area with the offers that stand ready for it")
class ReadyArea:
    functional_area: str
    offers: list[ReadyOffer]


@strawberry.type
class ReadyQueries:
    """Part of the root."""

    @strawberry.field(
        description="Offers that stand ready for gaps in functional areas, for a State that has not asked for anything yet, and its "
        "country office; for officers of a State that they name, e.g. one in a crisis. at_once: those alone that are available "
        "today and were confirmed of late. Nobody learns that one looked (WM 12, 18)"
    )
    async def ready_offers(
        self, info: Asked, functional_areas: list[str], first: int = 20, for_state: str | None = None, at_once: bool = False,
        region: str | None = None,
    ) -> list[ReadyArea]:  # fmt: skip
        await known(info, "Query.readyOffers")
        asked: dict[str, Any] = {"functional_areas": ",".join(functional_areas), "first": first}
        asked |= ({"for_state": for_state} if for_state is not None else {}) | ({"at_once": 1} if at_once else {})
        found = await ask(info, "/ready-offers", region, owner="matching", **asked)
        return [
            ReadyArea(
                functional_area=line["functional_area"],
                offers=[
                    ReadyOffer(**one | {"signals": [RankingSignal(**each) for each in one["signals"]]})
                    for one in line["offers"]
                ],
            )
            for line in found["lines"]
        ]
