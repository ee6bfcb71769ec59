"""What events set off in calls for offers: a message reached a party or did not, an offer came, a day has come (WM 6, 17)."""

from services.matching.actions.the_call import calls_of, keep
from services.matching.domain import call as domain
from shared.contracts.matching import CallAnswered, CallClosed, CallClosing, CallReached, OffersSought
from shared.contracts.notifications import DeliveryState
from shared.contracts.shapes.call import TAKES_ANSWERS, Reach
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.runtime.db.unit_of_work import UnitOfWork


async def hear_delivery(uow: UnitOfWork, one: DeliveryState) -> None:
    """Keeps whether the party has an address; of the message that opened a call, whether it was reached by it."""
    if one.channel != "email" or one.state not in {"delivered", "failed"}:
        return
    calls, now = calls_of(uow), uow.now()
    await calls.hear(one.recipient, bool(one.mailbox), now)
    if one.event_type != OffersSought.wire_type:
        return
    found = await calls.find(one.item_id)
    reach: Reach = "reached" if one.state == "delivered" else "unreachable"
    after = domain.reached(found.state, one.recipient, reach, now) if found is not None else None
    if found is not None and after is not None:
        await keep(uow, found.version, after, CallReached, party=one.recipient)


async def hear_offer(uow: UnitOfWork, offer: SupportOfferState) -> None:
    """An offer in response is the answer of each of its parties that was asked; one that is withdrawn is none any more."""
    if offer.content.in_response_to is None:
        return
    calls, now = calls_of(uow), uow.now()
    areas = {area for line in offer.content.lines for area in line.functional_areas}
    for call_id in await calls.of_request(offer.content.in_response_to):
        found = await calls.find(call_id)
        if found is None:
            continue
        if offer.status == "withdrawn":
            after = domain.taken_back(found.state, offer.offer_id, now)
            if after is not None:
                await keep(uow, found.version, after[0], CallAnswered, party=after[1])
            continue
        state, version = found
        for party in offer.content.offering_parties:
            answered = domain.offered(state, party, offer.offer_id, areas, now)
            if answered is not None:
                state, version = answered, await keep(uow, version, answered, CallAnswered, party=party)


async def pass_days(uow: UnitOfWork) -> None:
    """Begins the last days of calls, and closes those whose day has passed."""
    calls, now = calls_of(uow), uow.now()
    for call_id in await calls.due(now):
        found = await calls.find(call_id)
        if found is None or found.state.status not in TAKES_ANSWERS:
            continue
        if now >= found.state.answer_due_at:
            await keep(uow, found.version, domain.closed(found.state, "date", now), CallClosed)
        elif found.state.status == "open":
            await keep(uow, found.version, domain.closing(found.state), CallClosing)
