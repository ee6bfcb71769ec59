"""What notifications owns on the bus: the state of each delivery, without content (WM 6, 8)."""

from datetime import datetime
from typing import Literal

from shared.contracts.event import Event, Shape
from shared.contracts.topic import Topic
from shared.modalities.paragraphs import P6

DELIVERY = Topic(
    "acsg.notifications.delivery", owner="notifications", key="delivery_id", retention_days=90, federated=True
)


class DeliveryState(Shape):
    """One delivery: at most one per (event, recipient, channel). Addresses stay in notifications."""

    delivery_id: str
    event_id: str
    event_type: str
    item_id: str
    recipient: str
    channel: Literal["email", "webhook"]
    must_act: bool
    state: Literal["queued", "delivered", "retrying", "failed"]
    attempts: int
    next_attempt_at: datetime | None = None
    last_error: str | None = None


class DeliveryStateChanged(Event):
    """A delivery was queued, delivered, put off or given up."""

    wire_type = "acsg.notifications.delivery-state-changed"
    topic = DELIVERY
    paragraph = P6

    delivery: DeliveryState
