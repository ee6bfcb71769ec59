"""An officer chooses moderators, with a reason; what is found of diversity and expertise is kept beside it (WM 5)."""

from collections.abc import Sequence
from datetime import timedelta

from pydantic import Field

from services.dialogue.actions.meeting import MEETING, Dialogue, changed
from services.dialogue.criteria import diverse, expert
from services.dialogue.domain.meeting import moderated
from services.dialogue.storage.repository import MeetingRepository
from shared.application.use_case import Change, Done, Stored
from shared.contracts.dialogue import ModeratorsChosen
from shared.contracts.incoming import Strict
from shared.contracts.shapes.meeting import MeetingState, Moderator, ModeratorFinding
from shared.contracts.shapes.values import Text
from shared.modalities.access import actions as a


class ModeratorsBody(Strict):
    """Who moderates, and why they were chosen."""

    moderators: tuple[Moderator, ...] = Field(min_length=1, max_length=20)
    reason: Text


async def found_of(
    doing: Dialogue, meeting: MeetingState, moderators: Sequence[Moderator]
) -> tuple[ModeratorFinding, ...]:
    """What is found of moderators beside those of other meetings."""
    since = doing.now - timedelta(days=doing.context.diversity_days)
    others = await MeetingRepository(doing.uow.connection).moderated_since(since, meeting.meeting_id)
    return (
        diverse(moderators, [one.moderators for one in others], doing.now.date()),
        expert(moderators, meeting.content.functional_areas),
    )


async def choose_meeting_moderators(
    doing: Dialogue, meeting: Stored[MeetingState], body: ModeratorsBody
) -> Done[MeetingState]:
    """Raises Conflict, Invalid; what is found refuses nobody."""
    before = meeting.state
    after = moderated(before, body.moderators, body.reason, await found_of(doing, before, body.moderators))
    event = ModeratorsChosen(aggregate_id=before.meeting_id, aggregate_version=meeting.version + 1, meeting=after)
    return await changed(doing, event)


CHOOSE_MODERATORS = Change(MEETING, a.CHOOSE_MODERATORS, ModeratorsBody, choose_meeting_moderators)
