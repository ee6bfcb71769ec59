"""The lead party takes its offer off the roster (WM 7)."""

from services.roster.actions.offer import OFFER, Roster, changed
from services.roster.domain import support_offer as domain
from shared.application.use_case import Change, Done, Stored
from shared.contracts.incoming import Strict
from shared.contracts.roster import OfferWithdrawn
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.values import Text
from shared.modalities.access import actions as a


class WithdrawOfferBody(Strict):
    """A reason, when there is one to give."""

    reason: Text | None = None


async def withdraw_offer(
    doing: Roster, offer: Stored[SupportOfferState], body: WithdrawOfferBody
) -> Done[SupportOfferState]:
    """Raises Conflict when it is withdrawn already, or others offer jointly."""
    event = OfferWithdrawn(
        aggregate_id=offer.state.offer_id,
        aggregate_version=offer.version + 1,
        offer=domain.withdrawn(offer.state),
        reason=body.reason,
    )
    return await changed(doing, offer, event)


WITHDRAW_OFFER = Change(OFFER, a.WITHDRAW_OFFER, WithdrawOfferBody, withdraw_offer)
