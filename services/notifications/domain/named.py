"""A party that a thing names, whose own word is awaited (WM 3, 10, 15.v, 18)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from shared.contracts.event import Shape
from shared.contracts.shapes.named_party import NamedParty
from shared.contracts.shapes.named_recipient import NamedRecipient
from shared.modalities.access.states import awaited


class Named(Shape):
    """A party that is named and has not answered."""

    party: str
    role: Literal["requester", "supporter", "recipient", "offerer"]
    asked_at: datetime
    due_at: datetime


def still_named(named: Iterable[NamedParty]) -> tuple[Named, ...]:
    """Those whose word is awaited."""
    return tuple(
        Named(party=one.party, role=one.role, asked_at=one.asked_at, due_at=one.answer_due_at)
        for one in named
        if one.answer == "pending"
    )


def still_asked(recipients: Iterable[NamedRecipient], named: Iterable[NamedParty]) -> tuple[Named, ...]:
    """Recipients with an id whose word is awaited. Who is asked as a supporter too is asked as that first: one step at a time."""
    first = set(awaited(named))
    return tuple(
        Named(party=one.party, role="recipient", asked_at=one.asked_at, due_at=one.answer_due_at)
        for one in recipients
        if one.party is not None and one.answer == "pending" and one.party not in first
    )


def named_since(awaited: Iterable[str], named: Iterable[NamedParty], since: datetime) -> tuple[str, ...]:
    """Of the parties whose word is awaited those that were named from a moment on."""
    fresh = {one.party for one in named if one.asked_at >= since}
    return tuple(party for party in awaited if party in fresh)
