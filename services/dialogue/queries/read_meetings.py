"""Meetings as their reader sees them (WM 4)."""

from datetime import timedelta
from uuid import UUID

from services.dialogue.domain.view import as_seen_by
from services.dialogue.storage.repository import MeetingRepository
from shared.contracts.shapes.meeting import MeetingState
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise_seen
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_meeting
from shared.modalities.errors import NotFound
from shared.runtime.db.database import Database

MOST = 200
LATELY = timedelta(days=90)
"""How far back the list goes."""


async def read_meeting(database: Database, actor: Actor, meeting_id: UUID) -> tuple[MeetingState, int]:
    """The meeting and its version. Raises NotFound."""
    async with database.reading() as connection:
        found = await MeetingRepository(connection).find(meeting_id, lock=False)
    if found is None:
        raise NotFound("not_found", "There is no such meeting")
    state, version = found
    authorise_seen(actor, a.READ_MEETING, a.READ_MEETING, of_meeting(state), "meeting")
    return as_seen_by(actor, state), version


async def list_meetings(
    database: Database, actor: Actor, after: UUID | None, first: int
) -> tuple[list[MeetingState], str | None]:
    """At most ``first`` meetings by beginning, and the last one's identifier where more follow."""
    found: list[MeetingState] = []
    since, last = database.clock.now() - LATELY, after
    async with database.reading() as connection:
        meetings = MeetingRepository(connection)
        while len(found) <= first:
            rows = await meetings.upcoming(since, last, MOST)
            found += [one for one in rows if decide(actor, a.READ_MEETING, of_meeting(one)).allowed]
            if len(rows) < MOST:
                break
            last = UUID(rows[-1].meeting_id)
    page = found[:first]
    more = page[-1].meeting_id if len(found) > first else None
    return [as_seen_by(actor, one) for one in page], more
