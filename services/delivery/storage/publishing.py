"""Lets the public topic follow what may be seen of an engagement now, and say nothing when that did not change (WM 15.vii)."""

from services.delivery.domain.publication import public_view
from services.delivery.storage.repository import EngagementRepository
from shared.application.following_public import follow_public
from shared.contracts.delivery import EngagementPublished, EngagementRetracted
from shared.contracts.shapes.engagement import EngagementState
from shared.modalities.steps.of_engagements import OVER
from shared.runtime.db.unit_of_work import UnitOfWork


async def publish_engagement(uow: UnitOfWork, state: EngagementState) -> None:
    """Publishes it, publishes it anew, or retracts it. The engagement is locked by the caller."""
    if state.stage not in OVER:
        return
    engagements, one = EngagementRepository(uow.connection), state.engagement_id
    await follow_public(engagements, uow, one, public_view(state), EngagementPublished, EngagementRetracted)
