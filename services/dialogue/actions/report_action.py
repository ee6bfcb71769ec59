"""A party says of something that it agreed to do at a meeting that it is done, or is dropped and why: for itself alone (WM 4)."""

from services.dialogue.actions.meeting import MEETING, Dialogue, changed
from services.dialogue.domain.agreed_actions import action_in, reported
from shared.application.use_case import Change, Done, Stored
from shared.contracts.dialogue import ActionReported
from shared.contracts.incoming import Strict
from shared.contracts.shapes.meeting import ActionState, MeetingState
from shared.contracts.shapes.values import Language, LineId, Text
from shared.modalities.access import actions as a
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resources import of_party


class ActionReportBody(Strict):
    """What became of it. ``words``: what was done, or why it is dropped, which is needed then; they name no person."""

    action_id: LineId
    state: ActionState
    words: Text | None = None
    language: Language | None = None


async def report_action(doing: Dialogue, meeting: Stored[MeetingState], body: ActionReportBody) -> Done[MeetingState]:
    """Raises NotPermitted for who does not speak for the party that agreed to it, Conflict, Invalid."""
    before = meeting.state
    agreed = action_in(before, body.action_id)
    authorise(doing.by, a.REPORT_MEETING_ACTION, of_party(agreed.party, before.region))
    after = reported(before, body.action_id, body.state, body.words, body.language, doing.now)
    event = ActionReported(**MEETING.after(meeting, after), party=agreed.party, action_id=body.action_id)
    return await changed(doing, event)


REPORT_ACTION = Change(MEETING, a.REPORT_MEETING_ACTION, ActionReportBody, report_action, needs=a.READ_MEETING)
