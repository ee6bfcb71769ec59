"""A side proposes a plan, the other agrees to it, and the work starts (WM 11, 15.vii, 20)."""

from pydantic import Field

from services.delivery.actions.engagement import Delivery, Engagement, PartyBody, after, by_party
from services.delivery.domain import planning
from shared.contracts.delivery import EngagementStarted, PlanAgreed, PlanProposed
from shared.contracts.shapes.engagement_plan import PlanContent
from shared.modalities.access import actions as a
from shared.modalities.errors import part_of_the_body


class PlanBody(PartyBody):
    """What is delivered when, and what it is to reach."""

    plan: PlanContent


class PlanVersionBody(PartyBody):
    """Which version of the plan was read."""

    plan_version: int = Field(ge=1, le=10_000)


async def propose_plan(doing: Delivery, stored: Engagement, body: PlanBody) -> PlanProposed:
    """Who proposes a plan agrees to it. Raises Conflict, Invalid naming every fault."""
    with part_of_the_body("plan"):
        state = planning.proposed(stored.state, body.party, body.plan, doing.now)
    return PlanProposed(**after(stored, state), party=body.party)


async def agree_plan(doing: Delivery, stored: Engagement, body: PlanVersionBody) -> PlanAgreed:
    """Raises Conflict, Stale when another plan stands there."""
    state = planning.agreed(stored.state, body.party, body.plan_version, doing.now)
    return PlanAgreed(**after(stored, state), party=body.party)


async def start_engagement(doing: Delivery, stored: Engagement, body: PartyBody) -> EngagementStarted:
    """Raises Conflict until both sides agreed to the plan."""
    state = planning.started(stored.state, body.party, doing.now)
    return EngagementStarted(**after(stored, state), party=body.party)


PROPOSE_PLAN = by_party(a.PROPOSE_PLAN, PlanBody, propose_plan)
AGREE_PLAN = by_party(a.AGREE_PLAN, PlanVersionBody, agree_plan)
START_ENGAGEMENT = by_party(a.START_ENGAGEMENT, PartyBody, start_engagement)
