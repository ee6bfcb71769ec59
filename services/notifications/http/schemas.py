"""Bodies and answers of notifications' HTTP interface."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Strict(BaseModel):
    """A body in which an unknown field is a fault."""

    model_config = ConfigDict(extra="forbid")


class WebhookBody(Strict):
    """A subscription to public events."""

    url: str = Field(max_length=2000, pattern=r"^https?://")
    event_types: tuple[str, ...] = Field(min_length=1, max_length=20)


class WebhookAnswer(BaseModel):
    """A webhook; ``secret`` is shown once, when it is made."""

    webhook_id: str
    party: str
    url: str
    event_types: tuple[str, ...]
    secret: str | None = None


class DeliveryAnswer(BaseModel):
    """What became of a delivery."""

    model_config = ConfigDict(from_attributes=True)

    delivery_id: str
    event_id: str
    event_type: str
    item_id: str
    recipient: str
    channel: str
    must_act: bool
    paragraph: str
    state: str
    attempts: int
    next_attempt_at: datetime | None
    last_error: str | None
    created_at: datetime


class DeliveriesAnswer(BaseModel):
    """Deliveries, newest first."""

    deliveries: list[DeliveryAnswer]


class NoBody(BaseModel):
    """Nothing is asked."""


def webhook_answer(row: Any, secret: str | None = None) -> WebhookAnswer:
    """A stored webhook without its secret, unless it is new."""
    kinds = tuple(row.event_types)
    return WebhookAnswer(webhook_id=row.webhook_id, party=row.party, url=row.url, event_types=kinds, secret=secret)
