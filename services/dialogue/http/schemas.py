"""Bodies of dialogue's commands; unknown fields are faults."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.incoming import Strict
from shared.contracts.shapes.meeting import MeetingContent, MeetingRecord, MeetingState, Moderator
from shared.contracts.shapes.values import DistinctFrom, Language, PartyId, Text

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


class CancellationBody(Strict):
    """Why a meeting does not take place."""

    reason: Text


class ModeratorsBody(Strict):
    """Who moderates, and why they were chosen."""

    moderators: tuple[Moderator, ...] = Field(min_length=1, max_length=20)
    reason: Text


class AnswerBody(Strict):
    """A party's answer to its invitation: no names of persons, how many come."""

    party: PartyId
    answer: Literal["registered", "declined"]
    delegates: int | None = Field(default=None, ge=1, le=50)
    language: Language | None = None


class RecordBody(MeetingRecord):
    """What came of a meeting."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class MeetingsAnswer(BaseModel):
    """Meetings by beginning. ``after``: give it to read on; null at the end."""

    meetings: list[MeetingState]
    after: str | None
