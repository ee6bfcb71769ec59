"""A party that a request names beside its lead gives its word; 15.v is found anew from the words given (WM 3, 15.v)."""

from datetime import datetime

from services.intake.actions.the_request import REQUEST, Intake, Request, changed
from services.intake.domain.named import joint_finding, party_said
from services.intake.domain.ports import RuleBook
from shared.application.named_party import IN_REQUEST, WordBody, action_of, signed
from shared.application.use_case import Change, Done
from shared.contracts.intake import PartyOfRequestAnswered
from shared.contracts.shapes.named_party import NamedParty, SignedPaper, Word
from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_request
from shared.modalities.access.states import awaited


def answer_as_named(
    state: SupportRequestState,
    rules: RuleBook,
    party: str,
    answer: Word,
    now: datetime,
    reason: str | None = None,
    on_paper: SignedPaper | None = None,
) -> tuple[SupportRequestState, NamedParty]:
    """The request after the word, and that word. Raises Conflict, NotFound."""
    after, word = party_said(state, party, answer, now, reason, on_paper)
    # By the set that its findings name: a word changes none of the others. One of a later release is taken for today's.
    held = rules.named(state.rule_set) or rules.at(now)
    fresh = held.assess(after.content, awaited(after.named, "requester"), recipients=after.recipients)
    return after.model_copy(update={"findings": joint_finding(after.findings, fresh)}), word


async def answer_naming(doing: Intake, request: Request, body: WordBody) -> Done[SupportRequestState]:
    """Said by the party's own login, or recorded from a signed paper. Raises Conflict, Invalid, NotPermitted for who may
    not say that party's word.
    """
    before, now = request.state, doing.now
    paper = signed(body, doing.by, of_request(before).only(body.party), IN_REQUEST, now)
    after, word = answer_as_named(before, doing.context.rules, body.party, body.answer, now, body.reason, paper)
    event = PartyOfRequestAnswered(
        aggregate_id=before.request_id, aggregate_version=request.version + 1, request=after, answered=word
    )
    return await changed(doing, request, event, action_of(word))


ANSWER_NAMING = Change(REQUEST, a.AGREE_TO_REQUEST, WordBody, answer_naming, needs=a.READ_REQUEST)
