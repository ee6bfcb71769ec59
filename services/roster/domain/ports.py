"""What actions need of the outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.roster import ReservedLine
from shared.contracts.shapes.support_offer import SupportOfferState


@dataclass(frozen=True)
class Held:
    """A reservation: which match, which offer, which quantities."""

    reservation_id: str
    match_id: str
    match_region: str
    offer_id: str
    lines: tuple[ReservedLine, ...]


class Recorder(Protocol):
    """The part of the unit of work that remembers events."""

    def record(self, event: Event) -> Envelope:
        """Queues an event."""
        ...

    def now(self) -> datetime:
        """The moment of the change."""
        ...


class Offers(Protocol):
    """Stored offers and reservations, within a unit of work."""

    async def find(self, offer_id: UUID, *, lock: bool) -> tuple[SupportOfferState, int] | None:
        """State and version; None when there is no such offer here."""
        ...

    async def save(self, state: SupportOfferState, version: int) -> None:
        """Stores a changed offer with its capacity."""
        ...

    async def next_public_version(self, offer_id: str) -> int:
        """Counts the public events of an offer."""
        ...

    async def is_asked(self, reservation_id: str, match_region: str) -> bool:
        """Whether a reservation of this deployment was answered before."""
        ...

    async def keep(self, held: Held, status: str) -> None:
        """Remembers an answered reservation."""
        ...

    async def held_of(self, match_id: str, match_region: str) -> Sequence[Held]:
        """What is held for a match of this deployment, locked."""
        ...

    async def committed_of(self, match_id: str, match_region: str) -> Sequence[tuple[Held, Mapping[str, Decimal]]]:
        """What is committed to a match of this deployment, and what was given back of it by line, locked."""
        ...

    async def take_back(self, held: Held, given_back: Mapping[str, Decimal]) -> None:
        """Remembers what was given back of a reservation, by line."""
        ...

    async def settle(self, held: Held, status: str) -> None:
        """What was held is committed or released."""
        ...

    async def end_match(self, match_id: str, match_region: str) -> None:
        """Remembers that a match of this deployment is over."""
        ...

    async def is_ended(self, match_id: str, match_region: str) -> bool:
        """Whether a match of this deployment is over."""
        ...

    async def move_match(self, match_id: str, giving: str, receiving: str) -> None:
        """What is held for a match of one deployment is held for another from here on."""
        ...
