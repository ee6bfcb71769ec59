"""A plan over all needs as commands meet it (WM 6, 11)."""

import asyncio
from collections.abc import Mapping

from services.matching.actions.the_match import Matching
from services.matching.domain.allocation import USABLE, AllocationPlan, PlanLines, PlannedPair, pair_of
from services.matching.storage.allocations import AllocationRepository
from services.matching.storage.packing import unpacked
from shared.application.use_case import Done, Kind, Stored
from shared.contracts.incoming import Strict
from shared.contracts.shapes.values import Id, LineId, Text
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_deployment
from shared.modalities.errors import Conflict, Fault, Invalid
from shared.modalities.paragraphs import P11

Plan = Stored[AllocationPlan]


class SuggestionBody(Strict):
    """Which suggestion of the plan is meant, and why."""

    request_id: Id
    line_id: LineId
    offer_id: Id
    reason: Text


def plans_of(doing: Matching) -> AllocationRepository:
    """Plans, in the transaction."""
    return AllocationRepository(doing.uow.connection)


async def view(_: object, reader: Actor, state: AllocationPlan) -> Mapping[str, object]:
    """All of it, for those who may read it; nothing for others."""
    may = decide(reader, a.READ_ALLOCATION, of_deployment(state.region)).allowed
    return state.model_dump(mode="json") if may else {}


def usable(plan: AllocationPlan) -> None:
    """Raises Conflict for a plan that was superseded, or is not made."""
    if plan.status not in USABLE:
        raise Conflict("plan_not_usable", f"A plan that is {plan.status} is not taken from", P11)


async def lines_of(plans: AllocationRepository, plan_id: str) -> PlanLines:
    """Lines of a plan; none before it is made."""
    lines, _ = await plans.packed(plan_id)
    if lines is None:
        return PlanLines(lines=(), offers={})
    return await asyncio.to_thread(lambda: PlanLines.model_validate(unpacked(lines)))


async def suggested(doing: Matching, plan: AllocationPlan, said: SuggestionBody) -> PlannedPair:
    """What is meant of the plan. Raises Invalid for what it does not suggest, Conflict for what was decided on already."""
    usable(plan)
    found = pair_of(await lines_of(plans_of(doing), plan.plan_id), said.request_id, said.line_id, said.offer_id)
    if found is None:
        words = "the plan suggests no such offer for this line"
        raise Invalid((Fault("/offer_id", words, "not_suggested"),), paragraph=P11)
    if plan.decided(said.request_id, said.line_id, said.offer_id) is not None:
        raise Conflict("already_said", "This suggestion was decided on already", P11)
    return found


async def done(doing: Matching, plan: Plan, after: AllocationPlan, **detail: str | int) -> Done[AllocationPlan]:
    """What came of a command."""
    version = plan.version + 1
    await plans_of(doing).save(after, version)
    return Done(after, version, after.plan_id, detail=detail)


ALLOCATION = Kind(
    "plan",
    a.READ_ALLOCATION,
    lambda state: of_deployment(state.region),
    lambda connection, plan_id, lock: AllocationRepository(connection).find(plan_id, lock),
    view,
)
