"""A party that a request names beside its lead gives its word; 15.v is found anew from the words given (WM 3, 15.v)."""

from datetime import datetime

from services.intake.domain.named import joint_finding, party_said
from services.intake.domain.ports import RuleSet
from shared.contracts.shapes.named_party import NamedParty, SignedPaper, Word, awaited
from shared.contracts.shapes.support_request import SupportRequestState


def answer_as_named(
    state: SupportRequestState,
    rules: RuleSet,
    party: str,
    answer: Word,
    now: datetime,
    reason: str | None = None,
    on_paper: SignedPaper | None = None,
) -> tuple[SupportRequestState, NamedParty]:
    """The request after the word, and that word. Raises Conflict, NotFound."""
    after, word = party_said(state, party, answer, now, reason, on_paper)
    fresh = rules.assess(after.content, awaited(after.named, "requester"))
    return after.model_copy(update={"findings": joint_finding(after.findings, fresh)}), word
