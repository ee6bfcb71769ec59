"""An invited party volunteers to moderate a meeting, and takes that back: for itself alone (WM 5)."""

from typing import Literal

from pydantic import Field

from services.dialogue.actions.choose_moderators import found_of
from services.dialogue.actions.meeting import MEETING, Dialogue, changed
from services.dialogue.domain import meeting as domain
from shared.application.use_case import Change, Done, NoBody, Stored
from shared.contracts.dialogue import ModeratorVolunteered, VolunteerWithdrew
from shared.contracts.incoming import Strict
from shared.contracts.shapes.meeting import MeetingState, Volunteer
from shared.contracts.shapes.values import FunctionalArea, Language, Text
from shared.modalities.access import actions as a


class VolunteerBody(Strict):
    """As what one's party volunteers, with which expertise, and why; the words name no person."""

    role: Literal["moderator", "facilitator"] = "moderator"
    functional_areas: tuple[FunctionalArea, ...] = Field(default=(), max_length=24)
    words: Text | None = None
    language: Language | None = None


async def volunteer_to_moderate(
    doing: Dialogue, meeting: Stored[MeetingState], body: VolunteerBody
) -> Done[MeetingState]:
    """Raises Conflict for a meeting that stands no more, Invalid for words that name a person."""
    party = doing.by.party or ""
    volunteer = Volunteer(party=party, volunteered_at=doing.now, **body.model_dump())
    after = domain.volunteered(meeting.state, volunteer)
    return await changed(doing, ModeratorVolunteered(**MEETING.after(meeting, after), party=party))


async def withdraw_volunteering(doing: Dialogue, meeting: Stored[MeetingState], _: NoBody) -> Done[MeetingState]:
    """Raises Conflict for who has not volunteered."""
    party = doing.by.party or ""
    after = domain.volunteered_no_more(meeting.state, party)
    if after.moderators != meeting.state.moderators and after.moderators:
        after = after.model_copy(update={"findings": await found_of(doing, after, after.moderators)})
    return await changed(doing, VolunteerWithdrew(**MEETING.after(meeting, after), party=party))


VOLUNTEER_TO_MODERATE = Change(MEETING, a.VOLUNTEER_TO_MODERATE, VolunteerBody, volunteer_to_moderate)
WITHDRAW_VOLUNTEERING = Change(MEETING, a.VOLUNTEER_TO_MODERATE, NoBody, withdraw_volunteering)
