"""Who an expert is, and the experts that an offer names: the roster answers, with the caller's own token (WM 7)."""

from datetime import date
from enum import Enum
from typing import Any

import strawberry

from services.gateway.graphql.commands import segment
from services.gateway.graphql.told import Asked, ask_owner


@strawberry.enum(description="How an expert stands today: unavailable within its periods")
class ExpertStanding(Enum):
    LISTED = "listed"
    UNAVAILABLE = "unavailable"
    WITHDRAWN = "withdrawn"


@strawberry.type(description="Days from start to end, both included; without end: open")
class Days:
    start: date
    end: date | None


@strawberry.type(description="Who an expert is. number: of the deployment for which it was released")
class ExpertPerson:
    number: int
    name: str
    post: str | None
    email: str | None


@strawberry.type(
    description="An expert whom an offer names. unavailable: when it is away while the offer is there; no bar"
)
class ExpertOfOffer:
    expert_id: str
    reference: str
    title: str
    standing: ExpertStanding
    unavailable: list[Days]


@strawberry.type
class ExpertQueries:
    """Part of the root."""

    @strawberry.field(
        description="Who an expert is: for its party, and for who received it what was released to it. Nothing of it is kept here (WM 7)"
    )
    async def expert_people(self, info: Asked, expert_id: str) -> list[ExpertPerson]:
        await info.context.actor()
        found = await ask_owner(info, "roster", f"/experts/{segment(expert_id)}/people")
        return [ExpertPerson(number=one["number"], **_person(one["person"])) for one in found["people"]]

    @strawberry.field(
        description="The experts that an offer names, of those that one reads, and when each is away while the offer is there (WM 7)"
    )
    async def experts_of_offer(self, info: Asked, offer_id: str) -> list[ExpertOfOffer]:
        await info.context.actor()
        found = await ask_owner(info, "roster", f"/support-offers/{segment(offer_id)}/experts")
        return [
            ExpertOfOffer(
                expert_id=one["expert_id"], reference=one["reference"], title=one["title"],
                standing=ExpertStanding(one["standing"]), unavailable=[_days(days) for days in one["unavailable"]],
            )
            for one in found["experts"]
        ]  # fmt: skip


def _person(said: dict[str, Any]) -> dict[str, Any]:
    return {name: said.get(name) for name in ("name", "post", "email")}


def _days(said: dict[str, str | None]) -> Days:
    end = said.get("end")
    return Days(start=date.fromisoformat(str(said["start"])), end=date.fromisoformat(end) if end else None)
