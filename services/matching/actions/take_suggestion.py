"""An officer takes one suggestion of a plan into a proposal, with the reason; the proposal is made as every other (WM 11)."""

from collections.abc import Mapping
from decimal import Decimal

from services.matching.actions.propose_match import PROPOSE_MATCH, MatchLineBody, ProposalBody
from services.matching.actions.the_match import Matching, board_of
from services.matching.actions.the_plan import ALLOCATION, Plan, SuggestionBody, done, plans_of, suggested, view
from services.matching.domain.allocation import (
    AllocationPlan,
    AsItStands,
    PlanDecision,
    PlannedPair,
    changed_since,
    digest_of,
)
from services.matching.storage.moving import share_fence
from shared.application.runner import as_part_of
from shared.application.use_case import Change, Done
from shared.contracts.shapes.match import ALIVE, MatchState
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.values import Quantity
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.errors import Conflict
from shared.modalities.paragraphs import P11

STANDING = (*ALIVE, "confirmed")


async def _now(doing: Matching, pair: PlannedPair) -> AsItStands:
    """What the suggestion rests on, as it stands; the need under its lock."""
    plans, line, part = plans_of(doing), pair.line, pair.part
    need, need_version = await board_of(doing).need(line.request_id)
    request, offer = await plans.request_now(line.request_id), await plans.offer_now(part.offer_id)
    state = SupportOfferState.model_validate(offer.state) if offer is not None else None
    left = {one.line_id: one.remaining for one in state.capacity} if state is not None else {}
    return AsItStands(
        request_version=request.version if request is not None else 0,
        need_version=need_version,
        open=next((one.open for one in need if one.line_id == line.line_id), None),
        offer_version=offer.version if offer is not None else 0,
        digest=digest_of(state) if state is not None else None,
        left=left.get(part.offer_line_id),
    )


async def _taken(doing: Matching, plan: AllocationPlan, pair: PlannedPair) -> tuple[Decimal, Decimal]:
    """What proposals taken from this plan, and still standing, hold of the line and of the offer's line."""
    of_line = of_offer = Decimal(0)
    for one in plan.decisions:
        found = await board_of(doing).match(one.match_id, lock=False) if one.match_id is not None else None
        if found is None or found[0].status not in STANDING:
            continue
        for line in found[0].lines:
            if (line.request_id, line.request_line_id) == (pair.line.request_id, pair.line.line_id):
                of_line += line.covers.amount
            if (line.offer_id, line.offer_line_id) == (pair.part.offer_id, pair.part.offer_line_id):
                of_offer += line.quantity.amount
    return of_line, of_offer


async def take_suggestion(doing: Matching, plan: Plan, said: SuggestionBody) -> Done[AllocationPlan]:
    """Raises Conflict, naming it and both versions, when what the suggestion rests on has changed, and what a proposal raises."""
    pair = await suggested(doing, plan.state, said)
    line, part = pair.line, pair.part
    amount = part.amount - part.proposed
    if amount <= 0:
        raise Conflict("already_proposed", "An open proposal says this already", P11)
    await share_fence(doing.uow.connection)
    if (words := changed_since(pair, await _now(doing, pair), *await _taken(doing, plan.state, pair))) is not None:
        raise Conflict("plan_inputs_changed", words[0].upper() + words[1:], P11)
    quantity = Quantity(amount=amount, unit=line.unit)
    asked = MatchLineBody(
        request_id=line.request_id, request_line_id=line.line_id, offer_id=part.offer_id,
        offer_line_id=part.offer_line_id, quantity=quantity, covers=quantity,
    )  # fmt: skip
    match: MatchState = (await as_part_of(doing, PROPOSE_MATCH, ProposalBody(lines=(asked,), reason=said.reason))).thing
    word = PlanDecision(
        request_id=line.request_id, line_id=line.line_id, offer_id=part.offer_id, amount=amount, what="taken",
        match_id=match.match_id, reason=said.reason, by=doing.by.subject, at=doing.now,
    )  # fmt: skip
    after = plan.state.model_copy(update={"decisions": (*plan.state.decisions, word)})
    return await done(doing, plan, after, match=match.match_id, request=line.request_id, line=line.line_id)


async def _with_match(connection: object, reader: Actor, state: AllocationPlan) -> Mapping[str, object]:
    """The plan, and the proposal that was made."""
    return {**await view(connection, reader, state), "match_id": state.decisions[-1].match_id}


TAKE_SUGGESTION = Change(ALLOCATION, a.DECIDE_ALLOCATION, SuggestionBody, take_suggestion, shows=_with_match)
