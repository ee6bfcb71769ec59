"""A party lists an offer, on its own or in response to a request it was shown (WM 17, 18)."""

from services.roster.actions.offer import OfferBody, Roster, shown_to_each, view
from services.roster.actions.record_change import record_change
from services.roster.domain import support_offer as domain
from services.roster.storage.repository import OfferRepository
from shared.application.use_case import Done, Make
from shared.contracts.roster import OfferListed, OfferMadeInResponse
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_new_offer


async def list_offer(doing: Roster, body: OfferBody) -> Done[SupportOfferState]:
    """Raises Conflict for a request that is not shown, and naming an open offer that says the same."""
    content, settings, now = body.content(), doing.context, doing.now
    offers = OfferRepository(doing.uow.connection)
    await shown_to_each(offers, content)
    reference = await offers.next_reference(content.offering_parties[0], now.year)
    state = domain.listed(
        content, doing.new_id(), reference, settings.deployment, now, settings.party_answer_days
    )  # fmt: skip
    await offers.claim(state, body.distinct_from)
    await offers.add(state)
    kind = OfferMadeInResponse if content.in_response_to else OfferListed
    await record_change(offers, doing.uow, None, kind(aggregate_id=state.offer_id, aggregate_version=1, offer=state))
    return Done(state, 1, state.offer_id)


LIST_OFFER = Make(
    a.LIST_OFFER, OfferBody, lambda doing, body: of_new_offer(doing.context.deployment, body), list_offer, view
)
