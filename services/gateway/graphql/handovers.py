"""Handovers of countries (WM 6): the intake that gives a country answers, with the caller's own token; nothing is copied."""

from datetime import date, datetime
from typing import Any

import strawberry

from services.gateway.graphql.commands import Asked, segment, send
from services.gateway.graphql.told import ask, known
from services.gateway.graphql.types import CommandResult


@strawberry.type(name="CalledBack", description="That an order was taken back before anything moved")
class HandoverCalledBack:
    at: datetime
    by: str
    reason: str


@strawberry.type(description="An order that a country moves on a date, and how far it is")
class Handover:
    handover_id: str
    country: str
    giving: str
    receiving: str
    on: date
    reason: str
    ordered_by: str
    ordered_at: datetime
    status: str = strawberry.field(description="ordered, begun, completed, or called_back")
    due: bool = strawberry.field(description="Its date has come, by the giver's clock, and it was not called back")
    begun_at: datetime | None
    completed_at: datetime | None
    called_back: HandoverCalledBack | None


def handover_of(one: dict[str, Any], due: bool) -> Handover:
    """From the giver's answer."""
    back = one.get("called_back")
    return Handover(
        **{name: one[name] for name in ("handover_id", "country", "giving", "receiving", "reason", "ordered_by")},
        on=date.fromisoformat(one["on"]),
        ordered_at=datetime.fromisoformat(one["ordered_at"]),
        status=one["status"] if back is None else "called_back",
        due=due,
        begun_at=_moment(one["begun_at"]),
        completed_at=_moment(one["completed_at"]),
        called_back=HandoverCalledBack(at=datetime.fromisoformat(back["at"]), by=back["by"], reason=back["reason"])
        if back is not None
        else None,
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text is not None else None


@strawberry.type
class HandoverQueries:
    """Which countries move."""

    @strawberry.field(description="Handovers given by this deployment, or by another one (WM 6)")
    async def handovers(self, info: Asked, region: str | None = None) -> list[Handover]:
        await known(info, "Query.handovers")
        found = await ask(info, "/handovers", region, owner="intake")
        return [handover_of(one, one["handover_id"] in found["due"]) for one in found["handovers"]]


@strawberry.type
class HandoverMutations:
    """Geneva orders that a country moves, at the deployment that gives it."""

    @strawberry.mutation(description="Order that a country of this deployment moves to another one on a date (WM 6)")
    async def order_handover(
        self, info: Asked, country: str, receiving: str, on: date, reason: str, key: str
    ) -> CommandResult:
        body = {"country": country, "receiving": receiving, "on": on.isoformat(), "reason": reason}
        return await send(info, "intake", "POST", "/handovers", body, key)

    @strawberry.mutation(description="Take the order back, while nothing has moved (WM 6)")
    async def call_back_handover(self, info: Asked, handover_id: str, reason: str, key: str) -> CommandResult:
        path = f"/handovers/{segment(handover_id)}/calling-back"
        return await send(info, "intake", "POST", path, {"reason": reason}, key)
