"""Meetings as their reader sees them (WM 4)."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from services.dialogue.domain.view import as_seen_by
from services.dialogue.storage.repository import MeetingRepository
from shared.application.readable_page import readable_page
from shared.contracts.shapes.meeting import MeetingState
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise_seen
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
    since = database.clock.now() - LATELY
    async with database.reading() as connection:
        page, more = await readable_page(
            actor, a.READ_MEETING, of_meeting, lambda one: one.meeting_id,
            partial(MeetingRepository(connection).upcoming, since), after, first, at_once=MOST,
        )  # fmt: skip
    return [as_seen_by(actor, one) for one in page], more
