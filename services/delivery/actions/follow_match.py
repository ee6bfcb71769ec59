"""The match of an engagement moved to another deployment: its new owner and those it serves read it, too (WM 6)."""

from uuid import UUID

from services.delivery.domain.moving import match_moved
from services.delivery.storage.repository import EngagementRepository
from shared.contracts.delivery import EngagementRestated
from shared.contracts.shapes.match import MatchState
from shared.runtime.db.unit_of_work import UnitOfWork


async def follow_match(uow: UnitOfWork, match: MatchState) -> None:
    """Says the engagement again once its match arrived, so that the new owner takes back also what was given back on the way."""
    engagements = EngagementRepository(uow.connection)
    one = await engagements.of_match(match.match_id)
    found = await engagements.find(UUID(one), lock=True) if one is not None else None
    if found is None or not match.belonged:
        return
    state, version = match_moved(found[0], match.belonged[-1].region, match.region), found[1] + 1
    await engagements.save(state, version)
    uow.record(EngagementRestated(aggregate_id=state.engagement_id, aggregate_version=version, engagement=state))
