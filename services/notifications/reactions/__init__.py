"""What notifications does about events of others: the subscription table."""

from collections.abc import Mapping
from datetime import timedelta

from services.notifications.actions.queue_deliveries import queue_deliveries
from services.notifications.audiences.table import AUDIENCES
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.repository import DeliveryRepository
from shared.contracts.catalogue import events
from shared.contracts.classification import Classification
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.kafka.consumer import Reaction


async def on_event(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
    """Queues deliveries, unless the event is so old that it comes from a replay."""
    assert isinstance(uow.settings, NotificationsSettings)
    if envelope.time < uow.clock.now() - timedelta(days=uow.settings.mail_max_age_days):
        return
    await queue_deliveries(DeliveryRepository(uow.connection, uow.clock), uow, event, envelope, uow.settings.deployment)


_PUBLIC = {event for event in events() if event.classification is Classification.UNCLASSIFIED}
SUBSCRIPTIONS: Mapping[type[Event], Reaction] = dict.fromkeys((*AUDIENCES, *_PUBLIC), on_event)
