"""News of the service itself, as a message tells it: which endpoint, channel or country, and how it is (WM 6)."""

from typing import Literal

from shared.contracts.event import Event, Shape
from shared.contracts.intake import CountryHandoverCalledBack
from shared.contracts.operations import ChannelStateChanged, WebhookStateChanged


class Operation(Shape):
    """``what`` is the endpoint's name, or the channel's code; ``state`` a code of ``status.webhook`` or ``status.channel``.

    Of a handover they are the country, as in references, and the deployment that was to receive it.
    """

    kind: Literal["webhook", "channel", "handover"]
    what: str
    state: str


def operation_of(event: Event) -> Operation | None:
    """What an event of operations says; None for any other."""
    if isinstance(event, WebhookStateChanged):
        return Operation(kind="webhook", what=event.name or event.aggregate_id, state=event.state)
    if isinstance(event, ChannelStateChanged):
        return Operation(kind="channel", what=event.channel, state=event.state)
    if isinstance(event, CountryHandoverCalledBack):
        one = event.handover
        return Operation(kind="handover", what=one.country.removeprefix("iso3166:"), state=one.receiving)
    return None
