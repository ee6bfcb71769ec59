"""What the read model is told of a kind of item, once: its events, its row, its owner, who reads it, what it makes others owe."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Actor
from shared.modalities.access.resource import Resource
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step

Row = dict[str, Any]


class Kept(Protocol):
    """A row of the read model, as far as rules of steps ask for it."""

    @property
    def region(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def parties(self) -> Sequence[str]: ...
    @property
    def changed_at(self) -> datetime: ...
    @property
    def state(self) -> Mapping[str, Any]: ...


Owing = Callable[[Kept, Kept | None, Limits], Iterator[Step]]
"""Every step that a row makes somebody owe; the second row is the need of a request, if that is known."""
SeenState = Callable[[Actor, Resource, Mapping[str, Any]], dict[str, Any] | None]
"""A state as its reader sees it; None where it sees nothing of it."""


@dataclass(frozen=True)
class RowKind:
    """One kind of item in the read model. A file of this room declares one, and ``kinds/__init__.py`` lists it."""

    name: str
    family: type[Event]
    """The family of its events that carry its state."""
    row: Callable[[Event, Envelope], Row]
    owner: str
    """The service that owns it."""
    read: Action
    """What one must be allowed to do to read it."""
    compared: bool = True
    """Whether it is compared with its owner; not where no twin tells of it (ADR 20)."""
    others_kept: bool = False
    """Whether a region keeps those of others whole."""
    listed: str | None = None
    """The list of GraphQL that tells it, if there is one of it alone."""
    published: str | None = None
    """What public topics of it are about."""
    seen: SeenState | None = None
    """How its state is cut for a reader, where that follows from the state alone."""
    owing: Owing | None = None
    know_steps: Action | None = None
    """What one must be allowed to do to it to know who owes what of it."""
    own_word: tuple[Action, tuple[str, ...]] | None = None
    """The same to know that one's own word is awaited, and which steps that are."""
    place_is_hidden: bool = False
    """Whether who knows of its own steps alone is not told where the thing is from: that may say which State asks (WM 17)."""


def row(
    kind: str, field: str | None, status: str, begun: datetime, parties: tuple[str, ...], thing: Resource, **more: Any
) -> Row:
    """The columns that every kind has; ``field``: where an event has its state."""
    base: Row = {"kind": kind, "field": field, "reference": None, "status": status, "areas": [], "begun_at": begun}
    base |= {"parties": list(dict.fromkeys(parties)), "roles": sorted(thing.roles)}
    return base | {"shown_to": sorted(thing.shown_to), "serving": sorted(thing.serving)} | more
