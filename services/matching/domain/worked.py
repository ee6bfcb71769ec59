"""That parties worked together before, and how it ended: what a match knows of it, and what its engagement tells (WM 9, 11)."""

from typing import Literal, NamedTuple

from shared.contracts.shapes.engagement import EndReason, EngagementState, Stage

Ended = Literal["fulfilled", "running", "withdrawn", "ended_early", "closed_unfulfilled", "not_known"]
"""``not_known``: of a confirmed match, or of earlier work that a file names, nobody told more."""

_OVER: dict[Stage, Ended] = {
    "fulfilled": "fulfilled",
    "withdrawn": "withdrawn",
    "ended_early": "ended_early",
    "closed_unfulfilled": "closed_unfulfilled",
}


class HowItEnded(NamedTuple):
    """Of one engagement: how it ended, the coded reason, and the side that ended it; None: no side did."""

    ended: Ended
    reason: EndReason | None = None
    by: str | None = None


class Worked(NamedTuple):
    """A State and another party: how often work of theirs ended alike."""

    state: str
    party: str
    ended: Ended
    reason: EndReason | None
    by: str | None
    times: int


NOT_KNOWN = HowItEnded("not_known")


def how_it_ended(state: EngagementState) -> HowItEnded:
    """What an engagement tells those who rank. Words that a side added are no part of it, and no officer is named."""
    if state.ending is None:
        return HowItEnded(_OVER.get(state.stage, "running"))
    by = state.ending.by if state.role_of(state.ending.by) is not None else None
    return HowItEnded(_OVER.get(state.stage, "running"), state.ending.reason, by)
