"""An offer goes to the deployment that its lead party's country was handed over to (WM 6, 7)."""

from datetime import datetime

from services.roster.actions.record_change import record_change
from services.roster.domain import support_offer as domain
from services.roster.domain.ports import Offers, Recorder
from services.roster.domain.public_view import for_others
from shared.contracts.roster import OfferHandedOver, OfferTakenOver
from shared.contracts.shapes.handover import HandoverState
from shared.contracts.shapes.support_offer import SupportOfferState


async def hand_over(
    offers: Offers, recorder: Recorder, handover: HandoverState, state: SupportOfferState, version: int
) -> int:
    """Seals an offer, which the caller has locked; the version of the sealing. Raises Elsewhere when it was sealed."""
    after = domain.handed_over(state, handover.receiving)
    event = OfferHandedOver(
        aggregate_id=state.offer_id, aggregate_version=version + 1, offer=after, handover_id=handover.handover_id
    )
    await record_change(offers, recorder, state, event)
    return version + 1


async def take_over(
    offers: Offers, recorder: Recorder, handover: HandoverState, state: SupportOfferState, version: int,
    sealed_at: datetime,
) -> None:  # fmt: skip
    """An offer that was stored as its giver had it becomes ours; the public sees it here from now on, if it may."""
    before = handover.belonged(version, sealed_at)
    after = state.model_copy(update={"region": handover.receiving, "belonged": (*state.belonged, before)})
    stands = for_others(state, after, version + 1, recorder.now())
    after = after.model_copy(update={"for_others": stands})
    event = OfferTakenOver(
        aggregate_id=state.offer_id, aggregate_version=version + 1, offer=after, handover_id=handover.handover_id
    )
    await offers.save(after, version + 1)
    await record_change(offers, recorder, None, event)
