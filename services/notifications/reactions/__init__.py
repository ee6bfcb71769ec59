"""What notifications does about events of others: every event with an audience, and every public one."""

from collections.abc import Sequence
from datetime import timedelta

from services.notifications.actions.queue_deliveries import changed, deliveries_of
from services.notifications.audiences.parties import Here
from services.notifications.audiences.table import ABROAD, AUDIENCES
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.repository import DeliveryRepository
from shared.contracts.catalogue import events
from shared.contracts.classification import Classification
from shared.contracts.event import Event
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.kafka.consumer import caused_by
from shared.runtime.kafka.records import Decoded


async def on_events(batch: Sequence[Decoded], uow: UnitOfWork) -> None:
    """Queues deliveries of all events at once, but of those so old that they come from a replay."""
    assert isinstance(uow.settings, NotificationsSettings)
    deliveries, cause = DeliveryRepository(uow.connection, uow.clock), uow.cause
    oldest = uow.clock.now() - timedelta(days=uow.settings.mail_max_age_days)
    here, wanted = Here(uow.settings.deployment, uow.settings.hub), []
    for one in batch:
        if one.envelope.time >= oldest:
            wanted += await deliveries_of(deliveries, one.event, one.envelope, here)
    for delivery, envelope in await deliveries.add(wanted):
        uow.cause = caused_by(envelope, cause)
        uow.record(changed(delivery, "queued", 0, 1))


_PUBLIC = {event for event in events() if event.classification is Classification.UNCLASSIFIED}
SUBSCRIPTIONS: Sequence[type[Event]] = tuple(dict.fromkeys((*AUDIENCES, *_PUBLIC)))
FOREIGN: Sequence[type[Event]] = tuple(ABROAD)
