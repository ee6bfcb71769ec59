"""How dialogue says its meetings again (WM 6)."""

from uuid import UUID

from services.dialogue.storage.repository import MeetingRepository
from services.dialogue.storage.tables import meeting
from shared.contracts.dialogue import MeetingRestated
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.restating import Again


async def _meeting(uow: UnitOfWork, meeting_id: str) -> bool:
    meetings = MeetingRepository(uow.connection)
    state, version = await meetings.locked(UUID(meeting_id))
    await meetings.save(state, version + 1)
    uow.record(MeetingRestated(aggregate_id=meeting_id, aggregate_version=version + 1, meeting=state))
    return True


RESTATED = {"meeting": Again(meeting.c.meeting_id, _meeting)}
