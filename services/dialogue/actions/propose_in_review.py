"""A party proposes a change of the terms while it is consulted, and takes its own proposal back (WM 4, 21)."""

from pydantic import ConfigDict, Field

from services.dialogue.actions.meeting import Dialogue, readable_meeting
from services.dialogue.actions.review import REVIEW, Review, after, changed
from services.dialogue.domain import review as domain
from shared.application.use_case import Change, Done, NoBody
from shared.contracts.incoming import Strict
from shared.contracts.reviews import ReviewProposalMade, ReviewProposalWithdrawn
from shared.contracts.shapes.review import FromMeeting, ParagraphNumber, ReviewState
from shared.contracts.shapes.values import Id, Language, Text
from shared.modalities.access import actions as a
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P4


class ReviewProposalBody(Strict):
    """A change of the terms. ``meeting_id``: the meeting it comes from, one that its party may read."""

    model_config = ConfigDict(
        frozen=True, extra="forbid",
        json_schema_extra={"examples": [
            {"paragraph": "8", "text": "Say in how many days feedback comes.", "language": "en"}
        ]},
    )  # fmt: skip

    paragraph: ParagraphNumber
    text: Text
    language: Language
    meeting_id: Id | None = Field(default=None, description="A meeting on whose agenda or in whose record it came up")


async def propose_in_review(doing: Dialogue, stored: Review, body: ReviewProposalBody) -> Done[ReviewState]:
    """Raises Conflict, Invalid."""
    meeting = await _meeting(doing, body.meeting_id) if body.meeting_id else None
    said = domain.ProposedChange(doing.by.party or "", body.paragraph, body.language, body.text, meeting)
    proposal_id = doing.new_id()
    state = domain.proposed(stored.state, said, proposal_id, doing.now)
    return await changed(doing, ReviewProposalMade(**after(stored, state), proposal_id=proposal_id))


async def _meeting(doing: Dialogue, meeting_id: str) -> FromMeeting:
    """A meeting that the party may read; one that it may not is as absent."""
    found = await readable_meeting(doing, meeting_id)
    if found is None:
        raise Invalid((Fault("/meeting_id", "is no meeting that you read here", "unknown_meeting"),), paragraph=P4)
    return FromMeeting(meeting_id=found.meeting_id, reference=found.reference)


async def withdraw_proposal(doing: Dialogue, stored: Review, _: NoBody) -> Done[ReviewState]:
    """Raises NotFound, NotPermitted for another party's, Conflict."""
    state = domain.withdrawn(stored.state, stored.part, doing.by.party or "", doing.now)
    return await changed(doing, ReviewProposalWithdrawn(**after(stored, state), proposal_id=stored.part))


PROPOSE_IN_REVIEW = Change(REVIEW, a.PROPOSE_IN_REVIEW, ReviewProposalBody, propose_in_review)
WITHDRAW_PROPOSAL = Change(REVIEW, a.WITHDRAW_PROPOSAL, NoBody, withdraw_proposal)
