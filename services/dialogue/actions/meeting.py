"""A meeting as commands meet it, and what an officer says of one (WM 4)."""

from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict

from services.dialogue.domain.view import as_seen_by
from services.dialogue.settings import DialogueSettings
from services.dialogue.storage.repository import MeetingRepository
from shared.application.use_case import Doing, Done, Kind
from shared.contracts.dialogue import MeetingEvent
from shared.contracts.serving import serving
from shared.contracts.shapes.meeting import MeetingContent, MeetingState
from shared.contracts.shapes.values import DistinctFrom
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_meeting
from shared.runtime.identifiers import parsed

Dialogue = Doing[DialogueSettings]
EXAMPLE: dict[str, Any] = {
    "title": "Digital registration: what worked",
    "language": "fr",
    "topic_kind": "thematic",
    "functional_areas": ["registration"],
    "starts_at": "2030-03-12T09:00:00Z",
    "ends_at": "2030-03-12T11:30:00Z",
    "time_zone": "Africa/Dakar",
    "format": "online",
    "join_link": "https://meet.example/registration",
    "interpretation": ["en"],
    "invited": ["iso3166:TCD", "iso3166:FRA"],
    "agenda": [{"item_id": "1", "kind": "share_experience", "title": "Registration at the border"}],
}


class MeetingBody(MeetingContent):
    """A meeting as it is convened."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    distinct_from: DistinctFrom = ()

    def content(self) -> MeetingContent:
        """The meeting itself, as it is kept."""
        return MeetingContent.model_validate(self.model_dump(exclude={"distinct_from"}))


async def view(_: object, reader: Actor, state: MeetingState) -> Mapping[str, object]:
    """The state as its reader sees it."""
    return as_seen_by(reader, state).model_dump(mode="json")


MEETING = Kind(
    "meeting",
    a.READ_MEETING,
    of_meeting,
    lambda connection, meeting_id, lock: MeetingRepository(connection).find(meeting_id, lock=lock),
    view,
)


def serves(doing: Dialogue, party: str) -> str | None:
    """The deployment that serves a party today; None when there is none."""
    settings = doing.context
    return serving(party, settings.deployment, settings.peers, doing.now.date(), settings.last_counter)


async def changed(doing: Dialogue, event: MeetingEvent) -> Done[MeetingState]:
    """Ends a change: what the event carries is stored and told."""
    state, version = event.meeting, event.aggregate_version
    await MeetingRepository(doing.uow.connection).save(state, version)
    doing.uow.record(event)
    return Done(state, version, state.meeting_id)


async def readable_meeting(doing: Dialogue, meeting_id: str) -> MeetingState | None:
    """A meeting that a body names; None for one that who asks may not read, as for none."""
    known = parsed(meeting_id)
    found = await MeetingRepository(doing.uow.connection).find(known, lock=False) if known is not None else None
    may = found is not None and decide(doing.by, a.READ_MEETING, of_meeting(found[0])).allowed
    return found[0] if found is not None and may else None
