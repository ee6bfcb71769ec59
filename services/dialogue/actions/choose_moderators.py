"""An officer chooses moderators, with a reason; what is found of diversity and expertise is kept beside it (WM 5)."""

from datetime import datetime, timedelta

from services.dialogue.criteria import diverse, expert
from services.dialogue.domain.meeting import moderated
from services.dialogue.domain.ports import Meetings
from shared.contracts.shapes.meeting import MeetingState, Moderator


async def choose_moderators(
    meetings: Meetings, state: MeetingState, moderators: tuple[Moderator, ...], reason: str, now: datetime, days: int
) -> MeetingState:
    """The meeting with its moderators. ``days``: how far back others count. Raises Conflict, Invalid."""
    others = await meetings.moderated_since(now - timedelta(days=days), state.meeting_id)
    findings = (
        diverse(moderators, [one.moderators for one in others], now.date()),
        expert(moderators, state.content.functional_areas),
    )
    return moderated(state, moderators, reason, findings)
