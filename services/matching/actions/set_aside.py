"""An officer sets a suggestion of a plan aside, with words: what was suggested and what was decided stand side by side (WM 11)."""

from services.matching.actions.the_match import Matching
from services.matching.actions.the_plan import ALLOCATION, Plan, SuggestionBody, done, suggested
from services.matching.domain.allocation import AllocationPlan, PlanDecision
from shared.application.use_case import Change, Done
from shared.modalities.access import actions as a


async def set_aside(doing: Matching, plan: Plan, said: SuggestionBody) -> Done[AllocationPlan]:
    """Raises Invalid for what the plan does not suggest, Conflict for what was decided on already."""
    pair = await suggested(doing, plan.state, said)
    word = PlanDecision(
        request_id=said.request_id, line_id=said.line_id, offer_id=said.offer_id, amount=pair.part.amount, what="set_aside",
        reason=said.reason, by=doing.by.subject, at=doing.now,
    )  # fmt: skip
    after = plan.state.model_copy(update={"decisions": (*plan.state.decisions, word)})
    return await done(doing, plan, after, request=said.request_id, line=said.line_id, offer=said.offer_id)


SET_ASIDE = Change(ALLOCATION, a.DECIDE_ALLOCATION, SuggestionBody, set_aside)
