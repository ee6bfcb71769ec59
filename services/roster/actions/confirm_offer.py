"""The lead party says that its offer still stands (WM 7)."""

from services.roster.actions.offer import OFFER, Roster, changed
from services.roster.domain import support_offer as domain
from shared.application.use_case import Change, Done, NoBody, Stored
from shared.contracts.roster import OfferRevised
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.modalities.access import actions as a


async def confirm_offer(doing: Roster, offer: Stored[SupportOfferState], _: NoBody) -> Done[SupportOfferState]:
    """Raises Conflict once it is withdrawn."""
    after = domain.confirmed(offer.state, doing.now)
    event = OfferRevised(aggregate_id=after.offer_id, aggregate_version=offer.version + 1, offer=after)
    return await changed(doing, offer, event)


CONFIRM_OFFER = Change(OFFER, a.REVISE_OFFER, NoBody, confirm_offer)
