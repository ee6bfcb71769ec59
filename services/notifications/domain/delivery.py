"""One delivery through its life: queued, then delivered, or retrying until it is given up (WM 6)."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.contracts.shapes.channels import NotificationChannel

MOST_WAIT_S = 3600.0


@dataclass(frozen=True)
class Draft:
    """What shall be delivered to whom; at most one per (event, recipient, channel, mailbox)."""

    recipient: str
    party: str
    channel: NotificationChannel
    must_act: bool
    paragraph: str
    content: dict[str, Any]
    due_at: datetime | None = None
    mailbox: str = ""


@dataclass(frozen=True)
class Delivery:
    """A mail that a sender holds. ``address`` is None when its party has no mailbox."""

    delivery_id: str
    event_id: str
    event_type: str
    item_id: str
    draft: Draft
    attempts: int
    version: int
    address: str | None
    language: str
    mailbox: str = ""
    time_zone: str = "UTC"


def next_wait(attempts: int, first_wait_s: float, chance: random.Random) -> timedelta:
    """Wait after ``attempts`` failures: doubling, at most an hour, with half of it left to chance."""
    whole = min(first_wait_s * 2.0 ** (attempts - 1), MOST_WAIT_S)
    return timedelta(seconds=whole * (0.5 + chance.random() / 2))
