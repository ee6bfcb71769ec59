"""WM 4: a meeting is prepared while it stands, and is not moved once it has begun."""

from datetime import datetime

from shared.contracts.shapes.meeting import MeetingState
from shared.modalities.errors import Conflict
from shared.modalities.paragraphs import P4


def while_convened(state: MeetingState) -> None:
    """Raises Conflict once the meeting was cancelled or held."""
    if state.status != "convened":
        raise Conflict(f"meeting_{state.status}", f"The meeting was {state.status}", P4)


def before_it_begins(state: MeetingState, now: datetime) -> None:
    """Raises Conflict once the meeting has begun, too."""
    while_convened(state)
    if now >= state.content.starts_at:
        raise Conflict("meeting_begun", "The meeting has begun", P4)
