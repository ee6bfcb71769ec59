"""What actions need of the outside."""

from collections.abc import Sequence
from typing import Protocol

from services.notifications.domain.delivery import Delivery, Draft
from shared.contracts.envelope import Envelope


class Deliveries(Protocol):
    """Stored deliveries, within a unit of work."""

    async def add(self, wanted: Sequence[tuple[Draft, Envelope]]) -> Sequence[tuple[Delivery, Envelope]]:
        """Stores deliveries; answers those that are new for their event, recipient and channel."""
        ...

    async def webhooks_for(self, event_type: str) -> Sequence[tuple[str, str]]:
        """Webhooks (id, party) that subscribe to an event type."""
        ...
