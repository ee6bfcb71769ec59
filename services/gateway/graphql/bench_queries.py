"""Questions that the owners of benches and engagements answer, with the caller's own token: ranking, contacts
and the agreement record (WM 11, 19).

Nothing of the answers is kept here: a ranking is made when it is asked for, a contact never leaves its owner's database.
"""

from typing import Any

import strawberry
from strawberry.scalars import JSON
from strawberry.types import Info

from services.gateway.graphql.commands import segment
from services.gateway.graphql.context import Context
from services.gateway.graphql.told import ask_owner, known

Asked = Info[Context, None]


@strawberry.type(
    description="Earlier work of a requesting State with an offering party: how it ended, why and by which side, and how often so"
)
class EarlierWork:
    state: str
    party: str
    ended: str
    reason: str | None
    by: str | None
    times: int


@strawberry.type(
    description="One signal of a ranked offer: its value from 0 to 1, how much it counts, and what was seen"
)
class RankingSignal:
    signal: str
    value: float
    weight: float
    words: str
    worked: list[EarlierWork] = strawberry.field(
        default_factory=list, description="Of prior_relation: what its words are made of"
    )


@strawberry.type(description="An offer at its place, with the reasons; nothing is decided by it (WM 11)")
class RankedOffer:
    rank: int
    offer_id: str
    reference: str
    offering_parties: list[str]
    offer_line_id: str
    score: float
    signals: list[RankingSignal]


@strawberry.type(description="An offer that cannot serve, and why")
class ExcludedOffer:
    offer_id: str
    reference: str
    reason: str
    words: str


@strawberry.type(description="An open line of a request with the offers for it")
class RankedLine:
    line_id: str
    ranked: list[RankedOffer]
    excluded: list[ExcludedOffer]


@strawberry.type(description="Whom a party of an engagement lets the other side write to")
class EngagementContact:
    party: str
    focal_point: JSON


@strawberry.type(
    description="The agreement record of a version of the terms; digest is the SHA-256 of agreement as JSON in UTF-8 with sorted "
    "keys and no blanks"
)
class AgreementRecord:
    agreement: JSON
    digest: str
    in_force: bool
    signatures: list[JSON]


def _signal(said: dict[str, Any]) -> RankingSignal:
    return RankingSignal(**said | {"worked": [EarlierWork(**one) for one in said.get("worked", ())]})


@strawberry.type
class BenchQueries:
    """What only the owner knows, and only some may ask."""

    @strawberry.field(
        description="Offers for each open line of a request, ranked with their reasons: for its officers (WM 11)"
    )
    async def ranking(self, info: Asked, request_id: str, first: int = 20) -> list[RankedLine]:
        await known(info, "Query.ranking")
        path = f"/support-requests/{segment(request_id)}/ranking"
        found = await ask_owner(info, "matching", path, first=first)
        return [
            RankedLine(
                line_id=line["line_id"],
                ranked=[
                    RankedOffer(**one | {"signals": [_signal(each) for each in one["signals"]]})
                    for one in line["ranked"]
                ],
                excluded=[ExcludedOffer(**one) for one in line["excluded"]],
            )
            for line in found["lines"]
        ]

    @strawberry.field(
        description="Contacts that the other side of an engagement lets the caller's party read, and its own (WM 19)"
    )
    async def engagement_contacts(self, info: Asked, engagement_id: str) -> list[EngagementContact]:
        await info.context.actor()
        found = await ask_owner(info, "delivery", f"/engagements/{segment(engagement_id)}/contacts")
        return [EngagementContact(party=one["party"], focal_point=one["focal_point"]) for one in found["contacts"]]

    @strawberry.field(
        description="The agreement record of an engagement: of a version of its terms, without one of those in force, "
        "else the latest (WM 11, 19)"
    )
    async def agreement_record(self, info: Asked, engagement_id: str, version: int = 0) -> AgreementRecord:
        await info.context.actor()
        path = f"/engagements/{segment(engagement_id)}/record"
        found = await ask_owner(info, "delivery", path, version=version)
        return AgreementRecord(
            agreement=JSON(found["agreement"]),
            digest=found["digest"],
            in_force=found["in_force"],
            signatures=[JSON(one) for one in found["signatures"]],
        )
