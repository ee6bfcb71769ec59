"""An engagement gives back what its offers need not give any more: once, whatever comes again or late (WM 7, 11)."""

from decimal import Decimal

from services.roster.actions.record_change import record_change
from services.roster.actions.settle_reservations import event_of, locked
from services.roster.domain import capacity
from services.roster.domain.giving_back import not_taken_yet
from services.roster.domain.ports import Offers, Recorder
from shared.contracts.roster import CapacityReleased
from shared.contracts.shapes.engagement import EngagementState


async def give_back(offers: Offers, recorder: Recorder, engagement: EngagementState, region: str) -> None:
    """Frees what the engagement of a match of ``region`` released of the offers of this deployment."""
    if engagement.match_id is None:
        return
    for committed, taken in await offers.committed_of(engagement.match_id, region):
        engaged = [one for one in engagement.lines if one.offer_id == committed.offer_id]
        lines = not_taken_yet(committed.lines, engaged, taken)
        if not lines:
            continue
        state, version = await locked(offers, committed)
        after = state.model_copy(update={"capacity": capacity.give_back(state.capacity, lines)})
        freed = {one.line_id: taken.get(one.line_id, Decimal(0)) + one.quantity.amount for one in lines}
        await offers.take_back(committed, {**taken, **freed})
        event = event_of(committed, after, version + 1) | {"lines": lines}
        await record_change(offers, recorder, state, CapacityReleased(**event, reason=f"engagement_{engagement.stage}"))
