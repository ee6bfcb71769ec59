"""Bodies and answers of notifications' HTTP interface."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """A body in which an unknown field is a fault."""

    model_config = ConfigDict(extra="forbid")


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
