"""What dialogue does about events of things that are spoken about: the subscription table."""

from collections.abc import Mapping

from services.dialogue.actions.follow_thing import follow_thing
from services.dialogue.actions.hear_of_engagement import hear_of_engagement
from services.dialogue.kinds import kind_of
from shared.contracts.catalogue import events
from shared.contracts.delivery import EngagementEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.kafka.consumer import Reaction


async def on_thing(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
    """The threads of a thing follow it; of an engagement is kept who may read it, too."""
    await follow_thing(uow, event, envelope)
    if isinstance(event, EngagementEvent):
        await hear_of_engagement(uow, event)


SUBSCRIPTIONS: Mapping[type[Event], Reaction] = {event: on_thing for event in events() if kind_of(event) is not None}
