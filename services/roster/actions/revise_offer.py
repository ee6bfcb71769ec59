"""The lead party words its offer anew (WM 7)."""

from services.roster.actions.expert import own_experts
from services.roster.actions.offer import OFFER, OfferRevisionBody, Roster, changed, shown_to_each
from services.roster.domain import support_offer as domain
from services.roster.storage.repository import OfferRepository
from shared.application.use_case import Change, Done, Stored
from shared.contracts.roster import OfferRevised
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.modalities.access import actions as a


async def revise_offer(
    doing: Roster, offer: Stored[SupportOfferState], body: OfferRevisionBody
) -> Done[SupportOfferState]:
    """Raises Conflict, Invalid; what is promised stays promised."""
    before, offers = offer.state, OfferRepository(doing.uow.connection)
    if [one.experts for one in body.lines] != [one.experts for one in before.content.lines]:
        await own_experts(doing, body.lines, before.content.offering_parties[0])
    after = domain.revised(before, body.content(), doing.now, doing.context.party_answer_days, body.taken_back)
    if after.content.in_response_to != before.content.in_response_to:
        await shown_to_each(offers, after.content)
    if after.content != before.content:
        await offers.claim(after, body.distinct_from, before)
    event = OfferRevised(aggregate_id=before.offer_id, aggregate_version=offer.version + 1, offer=after)
    return await changed(doing, offer, event)


REVISE_OFFER = Change(OFFER, a.REVISE_OFFER, OfferRevisionBody, revise_offer)
