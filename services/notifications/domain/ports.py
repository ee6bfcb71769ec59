"""What actions need of the outside."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from services.notifications.domain.delivery import Delivery, Draft


class Origin(Protocol):
    """What sets a delivery off: an event's envelope, or an overview."""

    @property
    def id(self) -> str:
        """Its identity: at most one delivery of it per recipient, channel and mailbox."""
        ...

    @property
    def type(self) -> str:
        """Its type."""
        ...

    @property
    def subject(self) -> str:
        """What it is about."""
        ...


From = TypeVar("From", bound=Origin)


class Deliveries(Protocol):
    """Stored deliveries, within a unit of work."""

    async def add(self, wanted: Sequence[tuple[Draft, From]]) -> Sequence[tuple[Delivery, From]]:
        """Stores deliveries; answers those that are new for their event, recipient, channel and mailbox."""
        ...
