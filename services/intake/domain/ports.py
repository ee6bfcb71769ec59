"""What actions need of the outside."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Protocol

from services.intake.domain.before import NOTHING, Before
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.shapes.named_recipient import NamedRecipient
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
    """A set of criteria (WM 21)."""

    @property
    def name(self) -> str:
        """As findings name it."""
        ...

    @property
    def holds_from(self) -> date:
        """Its day, from the first moment in UTC."""
        ...

    @property
    def words(self) -> Mapping[str, str]:
        """What it is or changes, by language."""
        ...

    def assess(
        self,
        content: RequestContent,
        awaited: tuple[str, ...] = (),
        before: Before = NOTHING,
        recipients: tuple[NamedRecipient, ...] = (),
    ) -> tuple[CriterionFinding, ...]:
        """One finding per paragraph, in the document's order. ``awaited``: named States that have not answered (WM 15.v);
        ``before``: what is recorded here of what it says was done before (WM 13); ``recipients``: those it names, with their word (WM 10).
        """
        ...

    def assess_text(
        self, content: RequestContent, written: Collection[str], awaited: tuple[str, ...], before: Before = NOTHING
    ) -> tuple[CriterionFinding, ...]:
        """The same of a text that is not whole: ``written`` are its parts that can be read."""
        ...


class RuleBook(Protocol):
    """Every set of criteria with its day (WM 21)."""

    def at(self, moment: datetime) -> RuleSet:
        """The one that holds."""
        ...

    def named(self, name: str) -> RuleSet | None:
        """One by its name; None for one that another release brings."""
        ...

    def coming(self, moment: datetime, until: datetime) -> RuleSet | None:
        """The next one that comes into force after a moment, up to another."""
        ...
