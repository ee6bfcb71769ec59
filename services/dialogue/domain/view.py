"""What a reader may see of a meeting: the way in is for those who take part, moderators and officers, who volunteered for officers
and itself (WM 4, 5).
"""

from shared.contracts.shapes.meeting import MeetingState
from shared.modalities.access.actor import OFFICERS, Actor
from shared.modalities.access.meetings import reads_volunteer


def as_seen_by(actor: Actor, state: MeetingState) -> MeetingState:
    """Without the way in for whoever has not said that it takes part, and without others that volunteered."""
    state = state.model_copy(
        update={"volunteers": tuple(one for one in state.volunteers if reads_volunteer(actor, one.party))}
    )
    if actor.role in OFFICERS or actor.party in state.taking_part():
        return state
    return state.model_copy(update={"content": state.content.model_copy(update={"join_link": None})})
