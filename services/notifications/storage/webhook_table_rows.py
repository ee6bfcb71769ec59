"""Rows of ``webhook_tables.py``. Made from its tables by ``make contracts``; not written by hand."""

from datetime import datetime
from typing import Protocol


class WebhookSecretRow(Protocol):
    """A row of ``webhook_secret``."""

    secret_id: str
    webhook_id: str
    signing: str
    secret: str
    created_at: datetime
    valid_until: datetime | None


class WebhookQueueRow(Protocol):
    """A row of ``webhook_queue``."""

    webhook_id: str
    last_sequence: int
    next_due_at: datetime | None
    owner: str | None
    fence: int
    lease_until: datetime | None
    failures: int
    failing_since: datetime | None
    circuit: str
    opened: int
    blocked_until: datetime | None
    blocked_why: str | None
    last_success_at: datetime | None
    last_failure_at: datetime | None
    last_code: str | None
    told_failing_at: datetime | None


class DeliveryAttemptRow(Protocol):
    """A row of ``delivery_attempt``."""

    id: int
    delivery_id: str
    channel: str
    number: int
    at: datetime
    duration_ms: int
    code: str
    status: int | None
    next_attempt_at: datetime | None
