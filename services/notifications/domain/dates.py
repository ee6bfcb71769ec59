"""A date of a calendar as its reader may see it. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from services.notifications.domain.seen import TAKING_PART, Seen, Sitting


@dataclass(frozen=True)
class Date:
    """One deadline as its reader may see it. ``own``: the step is the reader's. ``seen`` is None when nothing is to be said."""

    deadline_id: str
    owed: str
    paragraph: str
    due_at: datetime
    round: int
    changed_at: datetime
    closed: bool
    own: bool
    seen: Seen | None
    item: tuple[int, datetime] | None = None
    """Version of a meeting or an engagement, and when it changed."""
    day: date | None = None
    """A day without an hour."""
    plan: bool = False
    """Whether it is a date of a plan, which both sides have alike."""

    @property
    def sitting(self) -> Sitting | None:
        """The meeting itself, where that is what the entry is about (WM 4)."""
        return self.seen.sitting if self.seen is not None and self.owed == TAKING_PART else None

    @property
    def gone(self) -> bool:
        """Owed no more. A meeting stays where it was: it is gone when it was cancelled, or left before it began."""
        if self.seen is None or self.sitting is None:
            return self.closed
        left = self.own and self.closed and self.changed_at < self.due_at
        return left or self.seen.status == "cancelled"

    @property
    def sequence(self) -> int:
        """Rises with each change that matters to a calendar; of a meeting, with each of its own changes."""
        return 2 * (self.round - 1) + self.closed if self.item is None else self.item[0]

    @property
    def told_at(self) -> datetime:
        """When it became what it is."""
        return self.changed_at if self.item is None else max(self.changed_at, self.item[1])
