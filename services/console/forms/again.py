"""What the draft of a new version of a request or an offer begins with, and whom it names no more (WM 8, 15.v, 18)."""

from typing import Any

from shared.contracts.shapes.named_party import PLACES, asked_in, awaited_in

AWAITED = "awaited"
"""Where the draft of a new version keeps whose word was awaited when it was begun; no part of its body."""


def begun_again(state: dict[str, Any]) -> dict[str, Any]:
    """What the draft of a new version holds: who is awaited is named again, and noted, so that leaving one out is seen."""
    return asked_in(state) | noted(state)


def noted(state: dict[str, Any]) -> dict[str, Any]:
    """The note alone."""
    return {AWAITED: [one["party"] for one in awaited_in(state)]}


def taken_back(draft: dict[str, Any], made: dict[str, Any]) -> list[str]:
    """Whom of those the answers name no more; the same for the same draft, however often it is sent."""
    names = {party for place in PLACES.values() for party in made.get(place, ())}
    return [party for party in draft.get(AWAITED, ()) if party not in names]
