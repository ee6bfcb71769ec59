"""What dialogue does about events of others: the subscription table."""

from collections.abc import Mapping

from services.dialogue.actions.follow_request import follow_request
from shared.contracts.catalogue import events
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.intake import SupportRequestEvent
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.kafka.consumer import Reaction


async def on_request(event: Event, _: Envelope, uow: UnitOfWork) -> None:
    """The threads of a request follow it."""
    assert isinstance(event, SupportRequestEvent)
    await follow_request(uow, event)


SUBSCRIPTIONS: Mapping[type[Event], Reaction] = {
    event: on_request for event in events() if issubclass(event, SupportRequestEvent)
}
