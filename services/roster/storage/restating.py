"""How the roster says its offers again (WM 6)."""

from uuid import UUID

from services.roster.storage.repository import OfferRepository
from services.roster.storage.tables import support_offer
from shared.contracts.roster import OfferRestated
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.restating import Again


async def _offer(uow: UnitOfWork, offer_id: str) -> bool:
    offers = OfferRepository(uow.connection)
    state, version = await offers.locked(UUID(offer_id))
    if state.handed_over_to is not None:
        return False
    await offers.save(state, version + 1)
    uow.record(OfferRestated(aggregate_id=offer_id, aggregate_version=version + 1, offer=state))
    return True


RESTATED = {"offer": Again(support_offer.c.offer_id, _offer)}
