"""How delivery says its engagements again (WM 6)."""

from uuid import UUID

from services.delivery.domain.publication import asked_anew
from services.delivery.storage.publishing import publish_engagement
from services.delivery.storage.repository import EngagementRepository
from services.delivery.storage.tables import engagement
from shared.contracts.delivery import EngagementRestated
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.restating import Again


async def _engagement(uow: UnitOfWork, engagement_id: str) -> bool:
    engagements = EngagementRepository(uow.connection)
    found = await engagements.find(UUID(engagement_id), lock=True)
    if found is None:
        return False
    state, version = asked_anew(found[0]), found[1]
    await engagements.save(state, version + 1)
    await engagements.said_whole(engagement_id)
    uow.record(EngagementRestated(aggregate_id=engagement_id, aggregate_version=version + 1, engagement=state))
    await publish_engagement(uow, state)
    return True


RESTATED = {"engagement": Again(engagement.c.engagement_id, _engagement)}
