"""WM 4: an invitation stands. It is not taken back by changing a list; a meeting that should not be is cancelled."""

from shared.contracts.shapes.meeting import MeetingContent, MeetingState
from shared.modalities.errors import Conflict
from shared.modalities.paragraphs import P4


def invitations_stand(state: MeetingState, content: MeetingContent) -> None:
    """Raises Conflict naming who would be invited no more."""
    missing = sorted(set(state.content.invited) - set(content.invited))
    if missing:
        raise Conflict("invitations_stand", f"Invited already: {', '.join(missing)}", P4)
