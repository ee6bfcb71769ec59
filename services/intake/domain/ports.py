"""What actions need of the outside."""

from typing import Protocol

from services.intake.domain.before import NOTHING, Before
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.shapes.support_request import CriterionFinding, RequestContent, SupportRequestState
from shared.modalities.paragraphs import Paragraph


class Requests(Protocol):
    """Stored requests, within a unit of work."""

    async def save(self, state: SupportRequestState, version: int) -> None:
        """Stores the state after a change."""
        ...

    async def keep_version(self, state: SupportRequestState) -> None:
        """Keeps a new content version for ever."""
        ...

    async def next_public_version(self, request_id: str) -> int:
        """Counts the public events of a request."""
        ...


class Recorder(Protocol):
    """The part of the unit of work that remembers events and audit rows."""

    def record(self, event: Event) -> Envelope:
        """Queues an event."""
        ...

    def audit(self, action: str, paragraph: Paragraph, aggregate: str, version: int, **detail: str | int) -> None:
        """Queues an audit row."""
        ...


class RuleSet(Protocol):
    """The criteria in force (WM 21)."""

    name: str

    def assess(
        self, content: RequestContent, awaited: tuple[str, ...] = (), before: Before = NOTHING
    ) -> tuple[CriterionFinding, ...]:
        """One finding per paragraph, in the document's order. ``awaited``: named States that have not answered (WM 15.v);
        ``before``: what is recorded here of what it says was done before (WM 13).
        """
        ...
