"""A party that a thing names, whose own word is awaited (WM 3, 15.v, 18)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from shared.contracts.event import Shape
from shared.contracts.shapes.named_party import NamedParty


class Named(Shape):
    """A party that is named and has not answered."""

    party: str
    role: Literal["requester", "supporter", "offerer"]
    asked_at: datetime
    due_at: datetime


def still_named(named: Iterable[NamedParty]) -> tuple[Named, ...]:
    """Those whose word is awaited."""
    return tuple(
        Named(party=one.party, role=one.role, asked_at=one.asked_at, due_at=one.answer_due_at)
        for one in named
        if one.answer == "pending"
    )


def named_since(awaited: Iterable[str], named: Iterable[NamedParty], since: datetime) -> tuple[str, ...]:
    """Of the parties whose word is awaited those that were named from a moment on."""
    fresh = {one.party for one in named if one.asked_at >= since}
    return tuple(party for party in awaited if party in fresh)
