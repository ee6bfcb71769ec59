"""An officer concludes a review: a decision on each proposal, with words, and from when changed terms hold (WM 21)."""

from pydantic import Field

from services.dialogue.actions.meeting import Dialogue
from services.dialogue.actions.review import REVIEW, Review, after, changed
from services.dialogue.domain import review as domain
from shared.application.use_case import Change, Done
from shared.contracts.incoming import Strict
from shared.contracts.reviews import ReviewConcluded
from shared.contracts.shapes.review import MOST_PROPOSALS, Decided, ReviewState
from shared.contracts.shapes.values import Day, Id, Language, Text
from shared.modalities.access import actions as a


class ProposalDecisionBody(Strict):
    """What becomes of a proposal, and why."""

    proposal_id: Id
    decision: Decided
    words: Text


class ConclusionBody(Strict):
    """How a review ends. ``terms_from``: the day from which changed terms hold, never one that has passed."""

    decisions: tuple[ProposalDecisionBody, ...] = Field(default=(), max_length=MOST_PROPOSALS)
    words: Text
    language: Language
    terms_from: Day | None = None


async def conclude_review(doing: Dialogue, stored: Review, body: ConclusionBody) -> Done[ReviewState]:
    """Raises Conflict, Invalid naming every fault."""
    decisions = tuple(domain.ProposalDecision(one.proposal_id, one.decision, one.words) for one in body.decisions)
    state = domain.concluded(stored.state, decisions, body.words, body.language, body.terms_from, doing.now)
    return await changed(doing, ReviewConcluded(**after(stored, state)))


CONCLUDE_REVIEW = Change(REVIEW, a.CONCLUDE_REVIEW, ConclusionBody, conclude_review)
