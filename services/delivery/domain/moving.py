"""The match of an engagement moves to another deployment with its request; the engagement stays where it was opened (WM 6)."""

from shared.contracts.shapes.engagement import EngagementState


def match_moved(state: EngagementState, former: str, owner: str) -> EngagementState:
    """The engagement whose match belongs to ``owner`` now, which serves the requesting parties that ``former`` served."""
    sides = tuple(
        one.model_copy(update={"region": owner})
        if one.role == "requester" and (one.region or state.region) == former
        else one
        for one in state.sides
    )
    return state.model_copy(update={"sides": sides})
