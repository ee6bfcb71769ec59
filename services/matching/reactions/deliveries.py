"""A message reached a party, or could not (WM 6)."""

from services.matching.actions.follow_call import hear_delivery
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.notifications import DeliveryStateChanged
from shared.runtime.db.unit_of_work import UnitOfWork


async def on_delivery(event: Event, _: Envelope, uow: UnitOfWork) -> None:
    """Calls for offers say whom they reached."""
    assert isinstance(event, DeliveryStateChanged)
    await hear_delivery(uow, event.delivery)
