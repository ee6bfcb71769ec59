"""Plans over all open needs: matching answers, with the caller's own token; nothing of a plan is kept here (WM 6, 11)."""

from typing import Any

import strawberry

from services.gateway.graphql.commands import About, Asked, segment, send
from services.gateway.graphql.needs_plan_types import NeedsPlan, NeedsPlans, plan_of
from services.gateway.graphql.told import ask, known
from services.gateway.graphql.types import CommandResult

ALL = "allocation-plans"
_say = About("matching", ALL, "POST")


@strawberry.input(description="A line of a request")
class PlanLineInput:
    request_id: str
    line_id: str


@strawberry.input(description="A pair; with an amount, in the line's unit, for one that keeps exactly that")
class PlanPairInput:
    request_id: str
    line_id: str
    offer_id: str
    amount: str | None = None


@strawberry.input(description="How often a signal of the ranking counts; 1 is as it is now")
class PlanWeightInput:
    signal: str
    times: int


@strawberry.input(description="What is otherwise in a second plan of the same inputs")
class PlanWhatIf:
    withdraw_offers: list[str] = strawberry.field(default_factory=list)
    withdraw_lines: list[PlanLineInput] = strawberry.field(default_factory=list)
    locks: list[PlanPairInput] = strawberry.field(default_factory=list)
    exclusions: list[PlanPairInput] = strawberry.field(default_factory=list)
    weights: list[PlanWeightInput] = strawberry.field(default_factory=list)

    def body(self) -> dict[str, Any]:
        """As matching takes it."""
        return {
            "withdraw_offers": self.withdraw_offers,
            "withdraw_lines": [vars(one) for one in self.withdraw_lines],
            "locks": [vars(one) for one in self.locks],
            "exclusions": [{n: v for n, v in vars(one).items() if n != "amount"} for one in self.exclusions],
            "weights": {one.signal: one.times for one in self.weights},
        }


def _suggestion(request_id: str, line_id: str, offer_id: str, reason: str) -> dict[str, str]:
    """Which suggestion of a plan is meant, and why, as matching takes it."""
    return {"request_id": request_id, "line_id": line_id, "offer_id": offer_id, "reason": reason}


@strawberry.type
class NeedsPlanQueries:
    """Part of the root."""

    @strawberry.field(
        description="Plans over all open needs, the newest first: for officers of this deployment (WM 6, 11)"
    )
    async def needs_plans(self, info: Asked, first: int = 20, after: str | None = None) -> NeedsPlans:
        await known(info, "Query.needsPlans")
        found = await ask(info, f"/{ALL}", owner="matching", first=first, after=after)
        return NeedsPlans(nodes=[plan_of(one) for one in found["plans"]], after=found["after"])

    @strawberry.field(
        description="A plan with some of its lines, each with what offers could give: for officers of this deployment; nothing is "
        "decided by it (WM 6, 11)"
    )
    async def needs_plan(self, info: Asked, plan_id: str, first: int = 100, after: int = 0) -> NeedsPlan:
        await known(info, "Query.needsPlan")
        found = await ask(info, f"/{ALL}/{segment(plan_id)}", owner="matching", first=first, after=after)
        return plan_of(found)


@strawberry.type
class NeedsPlanMutations:
    """Commands of officers; matching decides on each."""

    @strawberry.mutation(
        description="Make a plan over all open needs; with comparedWith a second one of that plan's inputs, otherwise in what is "
        "said. It waits for a process of its own (WM 6, 11)"
    )
    async def make_plan(
        self, info: Asked, key: str, compared_with: str | None = None, what_if: PlanWhatIf | None = None
    ) -> CommandResult:
        body: dict[str, Any] = {} if compared_with is None else {"compared_with": compared_with}
        body |= {} if what_if is None else {"what_if": what_if.body()}
        return await send(info, "matching", "POST", f"/{ALL}", body, key)

    @strawberry.mutation(description="Keep a plan as the one that is followed, with the reason (WM 11)")
    async def keep_plan(self, info: Asked, plan_id: str, reason: str, expected_version: int, key: str) -> CommandResult:
        return await _say(info, plan_id, "keeping", {"reason": reason}, expected_version, key)

    @strawberry.mutation(description="Take one suggestion of a plan into a proposal, with the reason (WM 11)")
    async def take_suggestion(
        self,
        info: Asked,
        plan_id: str,
        request_id: str,
        line_id: str,
        offer_id: str,
        reason: str,
        expected_version: int,
        key: str,
    ) -> CommandResult:
        body = _suggestion(request_id, line_id, offer_id, reason)
        return await _say(info, plan_id, "proposals", body, expected_version, key)

    @strawberry.mutation(description="Set a suggestion of a plan aside, with words (WM 11)")
    async def set_suggestion_aside(
        self,
        info: Asked,
        plan_id: str,
        request_id: str,
        line_id: str,
        offer_id: str,
        reason: str,
        expected_version: int,
        key: str,
    ) -> CommandResult:
        body = _suggestion(request_id, line_id, offer_id, reason)
        return await _say(info, plan_id, "asides", body, expected_version, key)
