"""What notifications owns on the bus beside ``notifications``: how its webhooks and channels stand (WM 6)."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from shared.contracts.event import Event
from shared.contracts.shapes.channels import NotificationChannel
from shared.contracts.topic import Topic
from shared.modalities.paragraphs import P6

OPERATIONS = Topic(
    "acsg.notifications.operations", owner="notifications", key="webhook_id, or channel", retention_days=90
)


class WebhookStateChanged(Event):
    """An endpoint was disabled, enabled again, or has its first delivery given up; its owner must see to it."""

    wire_type = "acsg.notifications.webhook-state-changed"
    topic = OPERATIONS
    paragraph = P6

    party: str
    name: str = Field(default="", description="As its owner calls it; its address is not said")
    state: Literal["failing", "disabled", "enabled"]
    reason: Literal["gone", "failing", "given_up", "owner", "officer"]
    failing_since: datetime | None = None
    given_up: int = 0


class ChannelStateChanged(Event):
    """A channel went quiet or speaks again; it was muted until a moment, or the muting ended."""

    wire_type = "acsg.notifications.channel-state-changed"
    topic = OPERATIONS
    paragraph = P6

    channel: NotificationChannel
    state: Literal["quiet", "recovered", "muted", "unmuted"]
    reason: str
    silent_since: datetime | None = None
    muted_until: datetime | None = None
