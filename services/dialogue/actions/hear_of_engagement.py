"""Who may read an engagement is kept, so that a practice may name the one it comes from (WM 4, 11)."""

from services.dialogue.storage.practices import PracticeRepository
from shared.contracts.delivery import EngagementEvent
from shared.modalities.access.resources import of_engagement
from shared.runtime.db.unit_of_work import UnitOfWork


async def hear_of_engagement(uow: UnitOfWork, event: EngagementEvent) -> None:
    """What an older event says of an engagement changes nothing."""
    thing = of_engagement(event.engagement)
    await PracticeRepository(uow.connection).hears_of(event.aggregate_id, event.aggregate_version, thing)
