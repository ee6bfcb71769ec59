"""A match asks for capacity; the roster alone grants it, once, under the offer's lock (WM 11)."""

from services.roster.actions.record_change import record_change
from services.roster.domain import capacity
from services.roster.domain.ports import Held, Offers, Recorder
from shared.contracts.roster import CapacityReservationRefused, CapacityReserved, ReservedLine
from shared.contracts.shapes.handover import AWAITING_PARTIES, standing
from shared.contracts.shapes.match import MatchState
from shared.runtime.identifiers import parsed

_NOT_LIVE = {"withdrawn": "offer_withdrawn", AWAITING_PARTIES: "offer_awaits_parties"}


async def reserve_capacity(offers: Offers, recorder: Recorder, match: MatchState, deployment: str) -> None:
    """Answers each reservation that is asked of an offer of this deployment; one already answered stays answered.

    Offers are taken in a fixed order, so that two matches over the same offers cannot wait for each other.
    """
    for asked in sorted(match.reservations, key=lambda r: r.offer_id):
        if asked.offer_region != deployment or await offers.is_asked(asked.reservation_id, match.region):
            continue
        lines = tuple(
            ReservedLine(line_id=line.offer_line_id, quantity=line.quantity)
            for line in match.lines
            if line.offer_id == asked.offer_id
        )
        held = Held(asked.reservation_id, match.match_id, match.region, asked.offer_id, lines)
        # Another deployment wrote it: a text that names nothing of ours is no offer.
        identifier = parsed(asked.offer_id)
        found = await offers.find(identifier, lock=True) if identifier else None
        if found is None:
            continue
        state, version = found
        if state.handed_over_to is not None:
            # Asked of its former owner: no, and where it is. Versions are its new owner's to give.
            await offers.keep(held, "refused")
            recorder.record(
                CapacityReservationRefused(
                    aggregate_id=state.offer_id, aggregate_version=version, offer=state, lines=lines,
                    reservation_id=held.reservation_id, match_id=match.match_id, match_region=match.region,
                    reason=f"handed_over:{state.handed_over_to}",
                )
            )  # fmt: skip
            continue
        reason = "match_over" if await offers.is_ended(match.match_id, match.region) else None
        reason = reason or (_NOT_LIVE.get(standing(state)) or capacity.refusal(state.capacity, lines))
        await offers.keep(held, "refused" if reason else "held")
        where = {"reservation_id": held.reservation_id, "match_id": match.match_id, "match_region": match.region}
        number = version + 1
        if reason:
            refused = CapacityReservationRefused(
                aggregate_id=state.offer_id, aggregate_version=number, offer=state, lines=lines, reason=reason, **where
            )
            await record_change(offers, recorder, state, refused)
        else:
            after = state.model_copy(update={"capacity": capacity.hold(state.capacity, lines)})
            granted = CapacityReserved(
                aggregate_id=state.offer_id, aggregate_version=number, offer=after, lines=lines, **where
            )
            await record_change(offers, recorder, state, granted)
