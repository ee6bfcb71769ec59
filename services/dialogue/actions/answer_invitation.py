"""A party says whether it takes part in a meeting: for itself alone (WM 4)."""

from typing import Literal

from pydantic import Field

from services.dialogue.actions.meeting import MEETING, Dialogue, changed
from services.dialogue.domain import meeting as domain
from shared.application.use_case import Change, Done, Stored
from shared.contracts.dialogue import InvitationAnswered
from shared.contracts.incoming import Strict
from shared.contracts.shapes.meeting import MeetingState
from shared.contracts.shapes.values import Language, PartyId
from shared.modalities.access import actions as a
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resources import of_meeting


class AnswerInvitationBody(Strict):
    """A party's answer to its invitation: no names of persons, how many come."""

    party: PartyId
    answer: Literal["registered", "declined"]
    delegates: int | None = Field(default=None, ge=1, le=50)
    language: Language | None = None


async def answer_invitation(
    doing: Dialogue, meeting: Stored[MeetingState], body: AnswerInvitationBody
) -> Done[MeetingState]:
    """Raises NotPermitted for who does not speak for the party, Conflict, Invalid."""
    before = meeting.state
    authorise(doing.by, a.ANSWER_INVITATION, of_meeting(before).only(body.party))
    after = domain.answered(before, body.party, body.answer, body.delegates, body.language, doing.now)
    event = InvitationAnswered(
        aggregate_id=before.meeting_id, aggregate_version=meeting.version + 1, meeting=after, party=body.party
    )
    return await changed(doing, event)


ANSWER_INVITATION = Change(MEETING, a.ANSWER_INVITATION, AnswerInvitationBody, answer_invitation, needs=a.READ_MEETING)
