"""Who may be asked for offers: the matching of the deployment that owns the request answers, to its caller (WM 6, 11, 17)."""

from datetime import date
from typing import Any

import strawberry

from services.gateway.graphql.bench_queries import Asked, EarlierWork
from services.gateway.graphql.commands import segment
from services.gateway.graphql.told import ask_owner, known


@strawberry.type(description="An offer of a candidate for an open line, with its score on the bench")
class FittingOffer:
    offer_id: str
    reference: str
    line_id: str
    score: float


@strawberry.type(
    description="A party to whom a request is opened, with the reasons to ask it: offers that fit, earlier work, that its States "
    "named it; and what speaks against it now"
)
class Candidate:
    party: str
    score: float | None
    offers: list[FittingOffer]
    worked: list[EarlierWork]
    named: bool = strawberry.field(description="The States named it when they agreed")
    not_now_until: date | None = strawberry.field(description="It said: not now; it may be asked after this day")
    without_address: bool = strawberry.field(description="The last message to it found no mailbox")
    calls: list[str] = strawberry.field(description="Calls for this request in which it was asked already")


@strawberry.type(description="A party that said: not now")
class Resting:
    party: str
    until: date


@strawberry.type(description="Whom an officer may ask for offers, the best first; nobody is asked by it")
class WhoMayBeAsked:
    candidates: list[Candidate]
    not_now: list[Resting]
    without_address: list[str]


def _day(given: str | None) -> date | None:
    return date.fromisoformat(given) if given else None


def _candidate(said: dict[str, Any]) -> Candidate:
    offers = [FittingOffer(**one) for one in said["offers"]]
    worked = [EarlierWork(**one) for one in said["worked"]]
    return Candidate(**said | {"offers": offers, "worked": worked, "not_now_until": _day(said["not_now_until"])})


@strawberry.type
class CandidateQueries:
    """Part of the root."""

    @strawberry.field(
        description="Parties that may be asked for offers for a request, with the reasons: for its officers (WM 11, 17)"
    )
    async def who_may_be_asked(self, info: Asked, request_id: str) -> WhoMayBeAsked:
        await known(info, "Query.whoMayBeAsked")
        found = await ask_owner(info, "matching", f"/support-requests/{segment(request_id)}/candidates")
        return WhoMayBeAsked(
            candidates=[_candidate(one) for one in found["candidates"]],
            not_now=[Resting(party=one["party"], until=date.fromisoformat(one["until"])) for one in found["not_now"]],
            without_address=found["without_address"],
        )
