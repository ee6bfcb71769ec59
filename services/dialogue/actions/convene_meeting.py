"""An officer convenes a meeting, thematic or on a situation, for its region or for all (WM 4)."""

from collections.abc import Callable, Sequence
from functools import partial

from services.dialogue.actions.meeting import Dialogue, MeetingBody, serves, view
from services.dialogue.domain import meeting as domain
from services.dialogue.storage.repository import MeetingRepository
from shared.application.use_case import Done, Make
from shared.contracts.dialogue import MeetingConvened
from shared.contracts.shapes.meeting import MeetingContent, MeetingState
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_deployment


async def convene_meeting(doing: Dialogue, body: MeetingBody) -> Done[MeetingState]:
    """Raises Invalid, and Conflict naming an open meeting that says the same."""
    return await made(doing, body.content(), body.distinct_from)


async def made(
    doing: Dialogue, content: MeetingContent, distinct_from: Sequence[str],
    place: Callable[[MeetingState], MeetingState] = lambda new: new,
) -> Done[MeetingState]:  # fmt: skip
    """A new meeting, stored and told; ``place``: it in its series. Raises Invalid, Conflict."""
    meetings, here, now = MeetingRepository(doing.uow.connection), doing.context.deployment, doing.now
    state = place(domain.convened(content, doing.new_id(), "", here, now, partial(serves, doing)))
    state = state.model_copy(update={"reference": await meetings.next_reference(here, now.year)})
    await meetings.claim(state, distinct_from)
    await meetings.add(state)
    doing.uow.record(MeetingConvened(aggregate_id=state.meeting_id, aggregate_version=1, meeting=state))
    return Done(state, 1, state.meeting_id)


CONVENE_MEETING = Make(
    a.CONVENE_MEETING, MeetingBody, lambda doing, _: of_deployment(doing.context.deployment), convene_meeting, view
)
