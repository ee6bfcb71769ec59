"""An officer records what came of a meeting (WM 4, 5)."""

from pydantic import ConfigDict, Field

from services.dialogue.actions.meeting import MEETING, Dialogue, changed
from services.dialogue.domain import meeting as domain
from shared.application.use_case import Change, Done, Stored
from shared.contracts.dialogue import MeetingHeld
from shared.contracts.shapes.meeting import AgreedAction, MeetingRecord, MeetingState
from shared.modalities.access import actions as a


class RecordBody(MeetingRecord):
    """What came of a meeting. What became of an action is its party's to say, and no part of it."""

    actions: tuple[AgreedAction, ...] = Field(default=(), max_length=50)  # type: ignore[assignment]

    model_config = ConfigDict(frozen=True, extra="forbid")


async def record_meeting(doing: Dialogue, meeting: Stored[MeetingState], body: RecordBody) -> Done[MeetingState]:
    """Raises Conflict, Invalid."""
    before = meeting.state
    after = domain.held(before, MeetingRecord.model_validate(body.model_dump()), doing.now)
    event = MeetingHeld(aggregate_id=before.meeting_id, aggregate_version=meeting.version + 1, meeting=after)
    return await changed(doing, event)


RECORD_MEETING = Change(MEETING, a.RECORD_MEETING, RecordBody, record_meeting)
