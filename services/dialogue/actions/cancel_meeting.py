"""An officer cancels a meeting, with the reason (WM 4)."""

from services.dialogue.actions.meeting import MEETING, Dialogue, changed
from services.dialogue.domain import meeting as domain
from shared.application.use_case import Change, Done, Stored
from shared.contracts.dialogue import MeetingCancelled
from shared.contracts.incoming import Strict
from shared.contracts.shapes.meeting import MeetingState
from shared.contracts.shapes.values import Text
from shared.modalities.access import actions as a


class CancellationBody(Strict):
    """Why a meeting does not take place."""

    reason: Text


async def cancel_meeting(doing: Dialogue, meeting: Stored[MeetingState], body: CancellationBody) -> Done[MeetingState]:
    """Raises Conflict for one that is over."""
    before = meeting.state
    event = MeetingCancelled(
        aggregate_id=before.meeting_id, aggregate_version=meeting.version + 1, reason=body.reason,
        meeting=domain.cancelled(before, body.reason),
    )  # fmt: skip
    return await changed(doing, event)


CANCEL_MEETING = Change(MEETING, a.CHANGE_MEETING, CancellationBody, cancel_meeting)
