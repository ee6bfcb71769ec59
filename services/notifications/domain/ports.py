"""What actions need of the outside."""

from collections.abc import Sequence
from typing import Protocol

from services.notifications.domain.delivery import Delivery, Draft
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event


class Deliveries(Protocol):
    """Stored deliveries, within a unit of work."""

    async def add(self, draft: Draft, envelope: Envelope) -> Delivery | None:
        """Stores a delivery; None when this event, recipient and channel have one."""
        ...

    async def webhooks_for(self, event_type: str) -> Sequence[tuple[str, str]]:
        """Webhooks (id, party) that subscribe to an event type."""
        ...


class Recorder(Protocol):
    """The part of the unit of work that remembers events."""

    def record(self, event: Event) -> Envelope:
        """Queues an event."""
        ...
