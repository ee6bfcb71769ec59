"""What dialogue is told of a kind of thing that is spoken about, once: its events, and which circles speak about it (WM 6, 8, 11).

A file of this room declares one, and ``kinds/__init__.py`` lists it; nothing else of dialogue names a kind.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.modalities.access.resource import PartyRole, Resource
from shared.modalities.access.thread_view import SECRETARIAT_SIDE

Sides = list[tuple[str, str]]
"""Parties in a circle, each with the side on which it stands."""
Key = tuple[str, str]
"""A circle's name, and the party with which it is alone; empty in every circle that is not apart."""


@dataclass(frozen=True)
class ThingHeard:
    """A thing as one of its events tells it. ``thing``: as the policy sees it; ``gone``: another deployment owns it now.

    ``reference``: for those who may know it; ``neutral``: what it is called to a party that may not know who asks.
    """

    item_id: str
    region: str
    reference: str
    thing: Resource
    gone: bool = False
    neutral: str = ""


@dataclass(frozen=True)
class Circle:
    """Who speaks with the Secretariat. ``sides``: the side -> the roles in the thing whose parties stand on it; the Secretariat's
    own circle has none. ``apart``: with each party alone, which hears of no other.
    """

    name: str
    sides: Mapping[PartyRole, tuple[PartyRole, ...]] = field(default_factory=dict)
    apart: bool = False

    def standing(self, thing: Resource) -> Sides:
        """Who stands in it now."""
        return [(party, side.value) for side, roles in self.sides.items() for party in sorted(thing.parties(*roles))]

    def wanted(self, thing: Resource, kept: Iterable[Key]) -> dict[Key, Sides]:
        """Its threads with who stands in each. A thread that nobody stands in any more is kept; none begins without all its sides."""
        sides = self.standing(thing)
        if self.apart:
            of_party = {(self.name, party): [(party, side)] for party, side in sides}
            return {key: [] for key in kept if key[0] == self.name} | of_party
        key = (self.name, "")
        begins = {side for _, side in sides} == {side.value for side in self.sides}
        return {key: sides} if begins or key in kept else {}


SECRETARIAT_ALONE = Circle(SECRETARIAT_SIDE)
"""The Secretariat's own circle, of every thing."""


def between(requesters: PartyRole, offerers: PartyRole) -> tuple[Circle, ...]:
    """The circles of a thing whose sides know each other: each with the Secretariat, and all of them."""
    asks, offers = {PartyRole.REQUESTER: (requesters,)}, {PartyRole.OFFERER: (offerers,)}
    return (Circle("requester", asks), Circle("offerer", offers), Circle("all", asks | offers))


def no_words(_: Event) -> str:
    """Of an event that writes nothing in a thread."""
    return ""


@dataclass(frozen=True)
class ThingKind:
    """One kind of thing. ``circles``: beside the Secretariat's own; ``family``: the family of its events.

    ``words``: what officers wrote to those who ask by an event of it, where that is read in the thread too.
    """

    name: str
    family: type[Event]
    heard: Callable[[Event, Envelope], ThingHeard]
    circles: tuple[Circle, ...]
    words: Callable[[Event], str] = no_words

    def wanted(self, thing: Resource, kept: Iterable[Key]) -> dict[Key, Sides]:
        """Every thread about a thing with who stands in it; ``kept``: those that there are."""
        there, found = frozenset(kept), dict[Key, Sides]()
        for circle in (*self.circles, SECRETARIAT_ALONE):
            found |= circle.wanted(thing, there)
        return found


def unnamed(kind: str, item_id: str) -> str:
    """What a thing is called to who may not know which State asks: its kind, and the end of its identifier."""
    return f"{kind}-{item_id[-8:].upper()}"
