"""What actions need of the outside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.shapes.meeting import MeetingState


class Recorder(Protocol):
    """The part of the unit of work that remembers events."""

    def record(self, event: Event) -> Envelope:
        """Queues an event."""
        ...


class Meetings(Protocol):
    """Stored meetings, within a unit of work."""

    async def save(self, state: MeetingState, version: int) -> None:
        """Stores a changed meeting."""
        ...

    async def moderated_since(self, since: datetime, but: str) -> Sequence[MeetingState]:
        """Other meetings with moderators that begin after a moment and were not cancelled."""
        ...
