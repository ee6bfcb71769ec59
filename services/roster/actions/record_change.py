"""Every change of an offer ends the same way: save, record, and let the public topic follow the public view (WM 18)."""

from services.roster.domain.ports import Offers, Recorder
from services.roster.domain.public_view import for_others, public_view
from shared.contracts.roster import SupportOfferEvent, SupportOfferPublished, SupportOfferRetracted
from shared.contracts.shapes.support_offer import SupportOfferState


async def record_change(
    offers: Offers, recorder: Recorder, before: SupportOfferState | None, event: SupportOfferEvent
) -> SupportOfferState:
    """Stores the event's state under its version (a new offer is stored by the caller) and records the event.

    The state it ends with is given back: it says how the offer stands for others, who see no reservation.
    """
    state = event.offer
    if before is not None:
        stands = for_others(before, state, event.aggregate_version, recorder.now())
        state = state.model_copy(update={"for_others": stands})
        event = event.model_copy(update={"offer": state})
        await offers.save(state, event.aggregate_version)
    recorder.record(event)
    old, new = public_view(before) if before else None, public_view(state)
    if new == old:
        return state
    number = await offers.next_public_version(state.offer_id)
    if new is None:
        recorder.record(SupportOfferRetracted(aggregate_id=state.offer_id, aggregate_version=number))
    else:
        recorder.record(SupportOfferPublished(aggregate_id=state.offer_id, aggregate_version=number, fields=new))
    return state
