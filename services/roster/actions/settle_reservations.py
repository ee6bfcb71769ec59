"""A match is confirmed or over: what is held for it is committed or freed (WM 11, 19)."""

from uuid import UUID

from services.roster.actions.record_change import record_change
from services.roster.domain import capacity
from services.roster.domain.ports import Held, Offers, Recorder
from shared.contracts.roster import CapacityCommitted, CapacityReleased
from shared.contracts.shapes.support_offer import SupportOfferState


async def commit_reservations(offers: Offers, recorder: Recorder, match_id: str, region: str) -> None:
    """Commits everything held for a confirmed match of the deployment that asked for it."""
    for held in await offers.held_of(match_id, region):
        state, version = await locked(offers, held)
        after = state.model_copy(update={"capacity": capacity.commit(state.capacity, held.lines)})
        await offers.settle(held, "committed")
        await record_change(offers, recorder, state, CapacityCommitted(**event_of(held, after, version + 1)))


async def release_reservations(offers: Offers, recorder: Recorder, match_id: str, region: str, reason: str) -> None:
    """Frees everything held for a match that is over, of the deployment that asked, and refuses what it may still ask."""
    await offers.end_match(match_id, region)
    for held in await offers.held_of(match_id, region):
        state, version = await locked(offers, held)
        after = state.model_copy(update={"capacity": capacity.release(state.capacity, held.lines)})
        await offers.settle(held, "released")
        freed = CapacityReleased(**event_of(held, after, version + 1), reason=reason)
        await record_change(offers, recorder, state, freed)


async def locked(offers: Offers, held: Held) -> tuple[SupportOfferState, int]:
    """The offer of a reservation with its version, locked. Raises LookupError."""
    found = await offers.find(UUID(held.offer_id), lock=True)
    if found is None:
        raise LookupError(f"offer {held.offer_id} of a held reservation is gone")
    return found


def event_of(held: Held, after: SupportOfferState, version: int) -> dict[str, object]:
    """What every event about a reservation carries."""
    return {
        "aggregate_id": held.offer_id, "aggregate_version": version, "offer": after, "lines": held.lines,
        "reservation_id": held.reservation_id, "match_id": held.match_id, "match_region": held.match_region,
    }  # fmt: skip
