"""From a meeting an officer convenes the next of its series in one step: its agenda and invitations, and what is open (WM 4)."""

from datetime import UTC
from typing import Any

from pydantic import ConfigDict

from services.dialogue.actions.convene_meeting import made
from services.dialogue.actions.meeting import MEETING, Dialogue
from services.dialogue.domain.meeting import following
from services.dialogue.storage.repository import MeetingRepository
from shared.application.use_case import Change, Done, Stored
from shared.contracts.incoming import LocalMoment, Strict
from shared.contracts.reference.zones import contradiction
from shared.contracts.shapes.meeting import CarriedAction, MeetingContent, MeetingState
from shared.contracts.shapes.values import DistinctFrom, Title
from shared.modalities.access import actions as a
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P4
from shared.runtime.identifiers import parsed

EXAMPLE: dict[str, Any] = {"starts_at": "2030-06-12T09:00:00Z", "ends_at": "2030-06-12T11:30:00Z"}
_MOMENTS = ("starts_at", "ends_at", "registration_closes_at")


class NextMeetingBody(Strict):
    """When the next one is, in the time zone of the last; ``title``: if it is another one. The rest is as it was, and may be changed."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    starts_at: LocalMoment
    ends_at: LocalMoment
    registration_closes_at: LocalMoment | None = None
    title: Title | None = None
    distinct_from: DistinctFrom = ()


def _content(last: MeetingContent, body: NextMeetingBody) -> MeetingContent:
    """What is said of the next: all that is said of the last, at other times. Raises Invalid."""
    moments = {name: at for name in _MOMENTS if (at := getattr(body, name)) is not None}
    wrong = {name: why for name, at in moments.items() if (why := contradiction(at, last.time_zone))}
    if wrong:
        faults = (Fault(f"/{name}", why, "offset_contradicts_zone") for name, why in wrong.items())
        raise Invalid(tuple(faults), paragraph=P4)
    said = dict.fromkeys(_MOMENTS) | {name: at.astimezone(UTC) for name, at in moments.items()}
    # The way in was that of the last one: nobody is let in by it to another.
    return last.model_copy(update={**said, "title": body.title or last.title, "join_link": None})


async def convene_next(doing: Dialogue, meeting: Stored[MeetingState], body: NextMeetingBody) -> Done[MeetingState]:
    """The last one stays as it is. Raises Invalid, and Conflict naming an open meeting that says the same."""
    last, earlier = meeting.state, dict[str, MeetingState]()
    for one in {it.meeting_id for it in last.carried}:
        known = parsed(one)
        found = await MeetingRepository(doing.uow.connection).find(known, lock=False) if known is not None else None
        if found is not None:
            earlier[one] = found[0]

    def still_open(one: CarriedAction) -> bool:
        return one.meeting_id in earlier and one.action_id in {it.action_id for it in earlier[one.meeting_id].to_do()}

    return await made(
        doing, _content(last.content, body), body.distinct_from, lambda new: following(last, new, still_open)
    )


CONVENE_NEXT = Change(MEETING, a.CONVENE_MEETING, NextMeetingBody, convene_next)
