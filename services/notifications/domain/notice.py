"""What is decided about one event and one mailbox, and why: the answer to "why did I get this" and to "why did I not"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from services.notifications.domain import filters
from services.notifications.domain.preferences import Mailbox, Subscription
from services.notifications.domain.seen import Seen
from services.notifications.domain.timing import after_quiet, next_overview
from shared.contracts.event import Shape

Status = Literal["now", "waiting", "declined", "settled", "erased"]
"""now: a delivery was made; waiting: until ``ready_at``; declined: not wanted; settled, erased: nothing to tell any more."""

OVERVIEW = "acsg.notifications.overview"
"""Event type of a delivery that tells of several items at once."""

Batch = Literal["single", "daily", "weekly", "muted", "fold"]


class NoticeReason(Shape):
    """Why a mailbox hears of an event: a role on a paragraph, or a subscription."""

    role: str
    paragraph: str
    subscription_id: str | None = None
    subscription: str | None = None


@dataclass(frozen=True)
class Wish:
    """One ground on which a mailbox may hear of an event."""

    must_act: bool
    reason: NoticeReason
    subscription: Subscription | None = None


@dataclass(frozen=True)
class NoticeDecision:
    """What becomes of it. ``why`` is a code a person can look up: quiet_hours, daily, muted, not_wanted ..."""

    status: Status
    wish: Wish
    why: str
    ready_at: datetime | None = None
    batch: Batch = "single"


@dataclass(frozen=True)
class Notice:
    """A decision with what it is about. ``mailbox_id`` is empty when the party has no mailbox yet.

    ``step`` is the deadline it asks to meet; ``made_of`` the item's (epoch, version) when the event carried it.
    """

    event_id: str
    event_type: str
    item_id: str
    thread: str
    party: str
    mailbox_id: str
    decision: NoticeDecision
    content: dict[str, Any]
    view: str
    urgent: bool
    due_at: datetime | None
    step: str | None = None
    made_of: tuple[int | None, int | None] = (None, None)


def decide(
    mailbox: Mailbox, wishes: Sequence[Wish], event_type: str, seen: Seen | None, now: datetime
) -> NoticeDecision:
    """The strongest wish that the mailbox lets through, the soonest of equals; the first refusal when it lets none."""
    ranked = sorted(wishes, key=lambda wish: (not wish.must_act, wish.subscription is not None))
    decisions = [_one(mailbox, wish, event_type, seen, now) for wish in ranked]
    let_through = [one for one in decisions if one.status != "declined"]
    return min(let_through, key=lambda one: (not one.wish.must_act, one.ready_at or now), default=decisions[0])


def _one(mailbox: Mailbox, wish: Wish, event_type: str, seen: Seen | None, now: datetime) -> NoticeDecision:
    wanted = mailbox.preferences
    urgent = seen.urgent if seen else False
    if wish.must_act:
        rhythm: str = wanted.must_act
    elif wish.subscription is not None:
        rhythm = wish.subscription.rhythm
    else:
        rhythm = wanted.should_know
        if event_type in wanted.without:
            return NoticeDecision("declined", wish, "kind_not_wanted")
        if wanted.only is not None and (seen is None or not filters.matches(wanted.only, event_type, seen)):
            return NoticeDecision("declined", wish, "outside_the_filter")
    if rhythm == "never":
        return NoticeDecision("declined", wish, "another_mailbox_acts" if wish.must_act else "not_wanted")
    items = frozenset(filter(None, (seen.item_id, seen.reference, seen.thread))) if seen else frozenset[str]()
    covering = [m for m in mailbox.mutes if m.until > now and m.covers(
        must_act=wish.must_act, urgent=urgent, event_type=event_type, items=items)]  # fmt: skip
    if covering:
        return NoticeDecision("waiting", wish, "muted", max(m.until for m in covering), "muted")
    if wish.must_act and urgent:
        return NoticeDecision("now", wish, "urgent")
    if rhythm in {"daily", "weekly"}:
        batch: Batch = "daily" if rhythm == "daily" else "weekly"
        weekday = None if batch == "daily" else wanted.digest_on
        at = next_overview(now, mailbox.time_zone, wanted.digest_at, weekday, wanted.quiet_hours)
        return NoticeDecision("waiting", wish, batch, at, batch)
    ready = after_quiet(now, mailbox.time_zone, wanted.quiet_hours)
    return (
        NoticeDecision("waiting", wish, "quiet_hours", ready)
        if ready > now
        else NoticeDecision("now", wish, "immediately")
    )
