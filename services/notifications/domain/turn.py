"""A turn of one endpoint: its next deliveries under a lease, and what came of each (WM 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.notifications.domain.announcement import Announcement
from services.notifications.domain.endpoint_health import AttemptOutcome, Health


@dataclass(frozen=True)
class WaitingDelivery:
    """A delivery whose time has come, as a sender holds it."""

    delivery_id: str
    sequence: int
    attempts: int
    version: int
    announcement: Announcement


@dataclass(frozen=True)
class Turn:
    """An endpoint with the deliveries it gets now, in order of sequence. ``fence`` rises with each change of hands."""

    webhook_id: str
    party: str
    name: str
    url: str
    fifo: bool
    full_body: bool
    fence: int
    secrets: Sequence[str]
    health: Health
    told_failing: bool
    deliveries: Sequence[WaitingDelivery]


@dataclass(frozen=True)
class Attempted:
    """One attempt and where it leaves the delivery: ``state``, and when it is tried again if at all."""

    turn: Turn
    delivery: WaitingDelivery
    at: datetime
    outcome: AttemptOutcome
    state: str
    next_at: datetime | None


@dataclass(frozen=True)
class TurnEnded:
    """The end of a turn: the endpoint's health, and why it is disabled if it is."""

    turn: Turn
    health: Health
    disabled: str | None
    last: AttemptOutcome | None
