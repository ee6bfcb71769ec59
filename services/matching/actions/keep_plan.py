"""An officer keeps a plan as the one that is followed; the one kept before is superseded (WM 6, 11)."""

from services.matching.actions.the_match import Matching
from services.matching.actions.the_plan import ALLOCATION, Plan, done, plans_of
from services.matching.domain.allocation import AllocationPlan
from shared.application.use_case import Change, Done
from shared.contracts.incoming import Strict
from shared.contracts.shapes.values import Text
from shared.modalities.access import actions as a
from shared.modalities.errors import Conflict
from shared.modalities.paragraphs import P11


class KeepingBody(Strict):
    """Why this plan is followed."""

    reason: Text


async def keep_plan(doing: Matching, plan: Plan, said: KeepingBody) -> Done[AllocationPlan]:
    """Raises Conflict for a plan that is not made, is kept already, or was superseded."""
    if plan.state.status != "made":
        raise Conflict("plan_not_usable", f"A plan that is {plan.state.status} cannot be kept", P11)
    changes = {"status": "kept", "kept_by": doing.by.subject, "kept_because": said.reason}
    await plans_of(doing).supersede("kept", but=plan.state.plan_id)
    return await done(doing, plan, plan.state.model_copy(update=changes))


KEEP_PLAN = Change(ALLOCATION, a.DECIDE_ALLOCATION, KeepingBody, keep_plan)
