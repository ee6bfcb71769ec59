"""Many small changes become few mails: of one thing, to one mailbox, within a window (WM 6). Pure.

The first change goes out at once. Those that follow within the window after it wait for its end and go out as one mail, which
says the last state and how many changes it stands for. A decision, and what asks for a step that was not asked for just
before, waits for nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from services.notifications.domain.notice import Batch, Notice

FOLD: Batch = "fold"
"""The batch of notices that wait for the end of a window."""

Key = tuple[str, str]
"""A mailbox and an item."""


class HeardRow(Protocol):
    """A notice as the folding hears it; ``at``: when it was told, or came."""

    event_id: str
    event_type: str
    item_id: str
    mailbox_id: str
    status: str
    batch: str
    ready_at: datetime | None
    step: str | None
    at: datetime


@dataclass(frozen=True)
class Recent:
    """What one mailbox heard of one item lately. ``asked``: steps it was asked for, with nothing decided since."""

    mailed_at: datetime | None = None
    waits_until: datetime | None = None
    asked: frozenset[str] = frozenset()


@dataclass
class Folding:
    """What was told lately, kept up with each notice. ``changes``: event types that may wait; an empty set folds nothing."""

    window: timedelta = timedelta()
    changes: frozenset[str] = frozenset()
    recent: dict[Key, Recent] = field(default_factory=dict)

    def begins(self, event_type: str, item_id: str) -> None:
        """An event comes. When something is decided by it, what is asked of anybody afterwards is asked anew."""
        if event_type not in self.changes:
            for key in [one for one in self.recent if one[1] == item_id]:
                self.recent[key] = replace(self.recent[key], asked=frozenset())

    def decided(self, notice: Notice, now: datetime) -> Notice:
        """The notice, put off where it only follows what the mailbox has just heard. It counts as heard from here on."""
        found = notice.decision
        if found.status == "now" and found.why == "immediately" and notice.event_type in self.changes:
            until = self._until(notice, now)
            if until is not None:
                found = replace(found, status="waiting", why="folded", ready_at=until, batch=FOLD)
                notice = replace(notice, decision=found)
        key = (notice.mailbox_id, notice.item_id)
        self.heard(key, found.status, found.batch, found.ready_at, notice.step, now)
        return notice

    def heard(
        self, key: Key, status: str, batch: str, ready_at: datetime | None, step: str | None, at: datetime
    ) -> None:
        """A mailbox was told of an item, or will be."""
        before = self.recent.get(key, Recent())
        if status == "now":
            # What waited is told by this one.
            last = max(filter(None, (at, before.mailed_at)))
            before = replace(before, mailed_at=last, waits_until=None)
        elif status == "waiting" and batch == FOLD:
            before = replace(before, waits_until=ready_at)
        if step is not None and status in {"now", "waiting"}:
            before = replace(before, asked=before.asked | {step})
        self.recent[key] = before

    def _until(self, notice: Notice, now: datetime) -> datetime | None:
        before = self.recent.get((notice.mailbox_id, notice.item_id))
        if before is None or not notice.mailbox_id or not self.window:
            return None
        if notice.decision.wish.must_act and notice.step not in before.asked:
            return None
        if before.waits_until is not None:
            return before.waits_until
        if before.mailed_at is None or before.mailed_at <= now - self.window:
            return None
        return before.mailed_at + self.window


def folded_by(rows: Iterable[HeardRow], folding: Folding) -> Folding:
    """The folding with stored notices heard, in the order in which their events came."""
    event = ""
    for row in rows:
        if row.event_id != event:
            event = row.event_id
            folding.begins(row.event_type, row.item_id)
        folding.heard((row.mailbox_id, row.item_id), row.status, row.batch, row.ready_at, row.step, row.at)
    return folding
