"""News of the service itself, as a message tells it: which endpoint or channel, and how it is (WM 6)."""

from typing import Literal

from shared.contracts.event import Event, Shape
from shared.contracts.notifications import ChannelStateChanged, WebhookStateChanged


class Operation(Shape):
    """``what`` is the endpoint's name, or the channel's code; ``state`` a code of ``status.webhook`` or ``status.channel``."""

    kind: Literal["webhook", "channel"]
    what: str
    state: str


def operation_of(event: Event) -> Operation | None:
    """What an event of operations says; None for any other."""
    if isinstance(event, WebhookStateChanged):
        return Operation(kind="webhook", what=event.name or event.aggregate_id, state=event.state)
    if isinstance(event, ChannelStateChanged):
        return Operation(kind="channel", what=event.channel, state=event.state)
    return None
