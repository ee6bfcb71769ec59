"""A party lists an offer, on its own or in response to a request it was shown (WM 17, 18)."""

from services.roster.actions.expert import own_experts
from services.roster.actions.offer import OfferBody, Roster, shown_to_each, view
from services.roster.actions.record_change import record_change
from services.roster.domain import support_offer as domain
from services.roster.storage.repository import OfferRepository
from shared.application.use_case import Done, Make
from shared.contracts.roster import OfferListed, OfferMadeInResponse
from shared.contracts.shapes.support_offer import FromPackage, SupportOfferState
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_new_offer


async def list_offer(doing: Roster, body: OfferBody) -> Done[SupportOfferState]:
    """Raises Invalid for experts that are not its lead's, Conflict for a request that is not shown, and naming an open offer that says the same."""
    return await put_on_roster(doing, body)


async def put_on_roster(
    doing: Roster, body: OfferBody, from_package: FromPackage | None = None
) -> Done[SupportOfferState]:
    """The same; ``from_package``: which version of a package of its lead it is made from."""
    content, settings, now = body.content(), doing.context, doing.now
    offers = OfferRepository(doing.uow.connection)
    await own_experts(doing, content.lines, content.offering_parties[0])
    await shown_to_each(offers, content)
    reference = await offers.next_reference(content.offering_parties[0], now.year)
    state = domain.listed(
        content, doing.new_id(), reference, settings.deployment, now, settings.party_answer_days
    )  # fmt: skip
    state = state.model_copy(update={"from_package": from_package})
    await offers.claim(state, body.distinct_from)
    await offers.add(state)
    kind = OfferMadeInResponse if content.in_response_to else OfferListed
    await record_change(offers, doing.uow, None, kind(aggregate_id=state.offer_id, aggregate_version=1, offer=state))
    return Done(state, 1, state.offer_id)


LIST_OFFER = Make(
    a.LIST_OFFER, OfferBody, lambda doing, body: of_new_offer(doing.context.deployment, body), list_offer, view
)
