"""Rows of ``tables.py``. Made from its tables by ``make contracts``; not written by hand."""

from datetime import datetime
from typing import Any, Protocol

from services.notifications.domain.endpoint import Signing
from shared.contracts.shapes.channels import NotificationChannel


class DirectoryRow(Protocol):
    """A row of ``directory``."""

    party: str
    email: str
    language: str
    version: int


class WebhookRow(Protocol):
    """A row of ``webhook``."""

    webhook_id: str
    party: str
    url: str
    event_types: list[str]
    active: bool
    name: str
    signing: Signing
    full_body: bool
    fifo: bool
    clearance: str
    regions: list[str]
    functional_areas: list[str]
    version: int
    created_at: datetime
    disabled_at: datetime | None
    disabled_reason: str | None
    paused_until: datetime | None


class DeliveryRow(Protocol):
    """A row of ``delivery``."""

    delivery_id: str
    event_id: str
    event_type: str
    item_id: str
    recipient: str
    party: str
    channel: NotificationChannel
    mailbox: str
    must_act: bool
    paragraph: str
    content: Any
    due_at: datetime | None
    state: str
    attempts: int
    version: int
    next_attempt_at: datetime | None
    lease_until: datetime | None
    last_error: str | None
    created_at: datetime
    sequence: int | None
    on_bus: bool
