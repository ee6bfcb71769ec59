"""A recipient other than a State that a request names gives its word; 15.iv is found anew from it (WM 10, 15.iv)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import ConfigDict, Field

from services.intake.actions.the_request import REQUEST, Intake, Request, changed
from services.intake.domain.ports import RuleBook
from services.intake.domain.recipients import recipient_named, recipient_said, recipients_finding
from shared.application.named_party import PaperBody, paper_of, speaks_itself
from shared.application.use_case import Change, Done
from shared.contracts.incoming import Strict
from shared.contracts.intake import RecipientAnswered
from shared.contracts.shapes.named_party import SignedPaper, Word
from shared.contracts.shapes.named_recipient import NamedRecipient
from shared.contracts.shapes.support_request import SupportRequestState
from shared.contracts.shapes.values import Text, Title
from shared.modalities.access import actions as a
from shared.modalities.access.actions import Action
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resources import of_request
from shared.modalities.access.states import awaited

AS_RECIPIENT: Mapping[Word, tuple[Action, ...]] = {
    "agreed": (a.AGREE_AS_RECIPIENT,), "declined": (a.DECLINE_AS_RECIPIENT,), "left": (a.LEAVE_AS_RECIPIENT,),
}  # fmt: skip


class RecipientWordBody(Strict):
    """A recipient's own word; ``left``: it had agreed, and takes its part out."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"recipient": "Bar association of N'Djamena", "answer": "agreed"}]}
    )

    recipient: Title = Field(description="As the request names it")
    answer: Literal["agreed", "declined", "left"]
    reason: Text | None = None
    on_paper: PaperBody | None = Field(
        default=None,
        description="For the office or bureau, which records what it signed; the authority too for one without a registered id",
    )


def answer_as_recipient(
    state: SupportRequestState,
    rules: RuleBook,
    recipient: NamedRecipient,
    said: RecipientWordBody,
    now: datetime,
    on_paper: SignedPaper | None = None,
) -> tuple[SupportRequestState, NamedRecipient]:
    """The request after the word, and that word. Raises Conflict."""
    after, word = recipient_said(state, recipient, said.answer, now, said.reason, on_paper)
    # By the set that its findings name, as for named parties. One of a later release is taken for today's.
    held = rules.named(state.rule_set) or rules.at(now)
    fresh = held.assess(after.content, awaited(after.named, "requester"), recipients=after.recipients)
    return after.model_copy(update={"findings": recipients_finding(after.findings, fresh)}), word


def signed_paper(
    doing: Intake, request: Request, recipient: NamedRecipient, body: RecipientWordBody
) -> SignedPaper | None:
    """None when the recipient speaks for itself. Raises Conflict, Invalid, NotPermitted for who may not say its word."""
    thing, actor = of_request(request.state), doing.by
    if recipient.party is not None and actor.party == recipient.party:
        speaks_itself(body.answer, body.on_paper, actor, thing.only(recipient.party), AS_RECIPIENT)
        return None
    action = a.RECORD_UNREGISTERED_PAPER if recipient.party is None else a.RECORD_RECIPIENT_PAPER
    authorise(actor, action, thing)
    return paper_of(recipient.party or recipient.name, body.on_paper, actor, doing.now, action.paragraph)


async def recipient_answers(doing: Intake, request: Request, body: RecipientWordBody) -> Done[SupportRequestState]:
    """Said by the recipient's own login, or recorded from a signed paper. Raises Conflict, Invalid, NotFound, NotPermitted."""
    before = request.state
    recipient = recipient_named(before, body.recipient)
    paper = signed_paper(doing, request, recipient, body)
    after, word = answer_as_recipient(before, doing.context.rules, recipient, body, doing.now, paper)
    event = RecipientAnswered(
        aggregate_id=before.request_id, aggregate_version=request.version + 1, request=after, answered=word
    )
    own = AS_RECIPIENT[body.answer][0]
    recorded = a.RECORD_UNREGISTERED_PAPER if recipient.party is None else a.RECORD_RECIPIENT_PAPER
    return await changed(doing, request, event, own if paper is None else recorded)


ANSWER_AS_RECIPIENT = Change(REQUEST, a.AGREE_AS_RECIPIENT, RecipientWordBody, recipient_answers, needs=a.READ_REQUEST)
