"""A match that follows its request to another deployment (WM 6, 11). Pure: state in, state out."""

from shared.contracts.shapes.handover import Belonged, HandoverState
from shared.contracts.shapes.match import MatchState
from shared.modalities.errors import Elsewhere
from shared.modalities.paragraphs import P6

GOES = ("reserved", "confirmed")
"""Matches that go with their request. One that is over stays where it was, and frees what is held for it too late."""

ALIVE = ("reserving", *GOES)
"""Matches that something may be held for."""


def still_here(match: MatchState) -> None:
    """Raises Elsewhere naming the owner, once the match was handed over."""
    if match.handed_over_to is not None:
        raise Elsewhere(match.handed_over_to, f"Match {match.reference}", P6)


def handed_over(match: MatchState, receiving: str) -> MatchState:
    """What stands here once another deployment owns the match."""
    still_here(match)
    return match.model_copy(update={"handed_over_to": receiving})


def taken_over(match: MatchState, handover: HandoverState, before: Belonged) -> MatchState:
    """The match as its giver had it, now of the receiver: it serves the requesting side, others stay served as they were."""
    sides = tuple(
        side.model_copy(
            update={"region": handover.receiving if side.role == "requester" else side.region or handover.giving}
        )
        for side in match.sides
    )
    moved = {"region": handover.receiving, "sides": sides, "belonged": (*match.belonged, before)}
    return match.model_copy(update=moved)
