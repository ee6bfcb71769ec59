"""What a reader may see of a meeting: the way in is for those who take part, moderators and officers (WM 4)."""

from shared.contracts.shapes.meeting import MeetingState
from shared.modalities.access.actor import Actor, Role

OFFICERS = frozenset({Role.BUREAU_OFFICER, Role.GENEVA_OFFICER})


def as_seen_by(actor: Actor, state: MeetingState) -> MeetingState:
    """Without the way in for whoever has not said that it takes part."""
    if actor.role in OFFICERS or actor.party in state.taking_part():
        return state
    return state.model_copy(update={"content": state.content.model_copy(update={"join_link": None})})
