"""What notifications remembers of each item, reduced to what a message may need: no text of the parties but the title.

Built from events alone; the newest (epoch, version) stands. What each kind remembers, and says of it, is declared in
``kinds/<kind>``; this is what all have alike. ``thread`` is what an item belongs to, so that a reader finds its messages
together: a request, or the item itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

from pydantic import SerializeAsAny, field_validator

from services.notifications.domain.seen import Seen
from shared.contracts.event import Shape
from shared.modalities.access.actor import Actor
from shared.modalities.paragraphs import Paragraph
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step


@dataclass(frozen=True)
class PlannedDate:
    """A date of an item in the calendar of one party, whoever owes a step. ``moment`` is set where it is more than a day."""

    date_id: str
    what: str
    day: date
    moment: datetime | None
    done: bool
    paragraph: Paragraph


class ItemBody(Shape):
    """One item. A kind overrides what it says otherwise."""

    kind: str
    region: str

    highest: ClassVar[Literal["bureau", "geneva"]] = "geneva"
    """The highest level that is told of a step which is late."""
    not_escalated: ClassVar[frozenset[str]] = frozenset()
    """Steps that nobody above is told of: a party is free not to take them, or nobody else may know."""

    def seen(self, known: "Known", who: Actor, group: "Group") -> Seen | None:
        """What a reader may be told of it; None when it may not know of it. ``group``: what belongs to it."""
        return None

    def steps(self, known: "Known", group: "Group", limits: Limits) -> Iterator[Step]:
        """Every step that somebody owes on it."""
        yield from ()

    def dates(self, known: "Known", party: str, limits: Limits) -> Iterator[PlannedDate]:
        """Every date that it puts into the calendar of a party beside the steps."""
        yield from ()

    def kept_in(self) -> frozenset[str]:
        """Deployments beside its own that have a part in it, and keep it."""
        return frozenset()

    def further_threads(self) -> tuple[str, ...]:
        """What it belongs to beside its thread."""
        return ()

    def beside(self) -> tuple[str, ...]:
        """Items of other threads that are needed to tell of it."""
        return ()

    def office_of(self, party: str) -> str | None:
        """The country office above a party of it (WM 8): empty where it has none, None where the item does not tell."""
        return None


class Known(Shape):
    """An item as its last event left it."""

    item_id: str
    thread: str
    epoch: int
    version: int
    changed_at: datetime
    body: SerializeAsAny[ItemBody]

    @field_validator("body", mode="before")
    @classmethod
    def _of_a_kind(cls, body: object) -> object:
        # Read as an item of no kind it would lose what its kind remembers: ``kinds.lists.known_of`` reads one.
        if not isinstance(body, ItemBody):
            raise ValueError("an item is read by its kind")
        return body

    @property
    def threads(self) -> tuple[str, ...]:
        """Everything it belongs to; the first one is its thread."""
        return tuple(dict.fromkeys((self.thread, *self.body.further_threads())))


Group = Mapping[str, Known]
"""Items by id, as far as they are known."""
