"""An officer moves a meeting, or changes something of it (WM 4)."""

from functools import partial

from services.dialogue.actions.meeting import MEETING, Dialogue, MeetingBody, changed, serves
from services.dialogue.domain import meeting as domain
from services.dialogue.storage.repository import MeetingRepository
from shared.application.use_case import Change, Done, Stored
from shared.contracts.dialogue import MeetingChanged
from shared.contracts.shapes.meeting import MeetingState
from shared.modalities.access import actions as a


async def change_meeting(doing: Dialogue, meeting: Stored[MeetingState], body: MeetingBody) -> Done[MeetingState]:
    """Raises Conflict, Invalid."""
    before = meeting.state
    after, what = domain.changed(before, body.content(), doing.now, partial(serves, doing))
    await MeetingRepository(doing.uow.connection).claim(after, body.distinct_from, before)
    moved = after.content.starts_at != before.content.starts_at
    event = MeetingChanged(
        aggregate_id=before.meeting_id, aggregate_version=meeting.version + 1, meeting=after, changed=what,
        was_at=before.content.starts_at if moved else None,
    )  # fmt: skip
    return await changed(doing, event)


CHANGE_MEETING = Change(MEETING, a.CHANGE_MEETING, MeetingBody, change_meeting)
