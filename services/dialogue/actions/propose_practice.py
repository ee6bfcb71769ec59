"""A party, or an officer, proposes a practice of a country (WM 1, 4, 11). Its State says whether it is published."""

from services.dialogue.actions.meeting import Dialogue
from services.dialogue.actions.origin import known_origin
from services.dialogue.actions.practice import PracticeBody, served_by, view
from services.dialogue.domain import practice as domain
from services.dialogue.storage.practices import PracticeRepository
from shared.application.use_case import Done, Make
from shared.contracts.dialogue import PracticeProposed
from shared.contracts.shapes.practice import PracticeState
from shared.modalities.access import actions as a
from shared.modalities.access.practices import practice
from shared.modalities.paragraphs import P11


async def propose_practice(doing: Dialogue, body: PracticeBody) -> Done[PracticeState]:
    """Raises Invalid naming every fault, and for an origin that its proposer may not read."""
    practices, here, now = PracticeRepository(doing.uow.connection), doing.context.deployment, doing.now
    content, by = body.content(), doing.by.party or ""
    state = domain.proposed(content, doing.new_id(), "", here, by, served_by(doing, content.country), now)
    await known_origin(doing, content.origin, P11)
    state = state.model_copy(update={"reference": await practices.next_reference(here, now.year)})
    await practices.add(state)
    doing.uow.record(PracticeProposed(aggregate_id=state.practice_id, aggregate_version=1, practice=state))
    return Done(state, 1, state.practice_id)


PROPOSE_PRACTICE = Make(
    a.PROPOSE_PRACTICE,
    PracticeBody,
    lambda doing, said: practice(doing.context.deployment, said.country, doing.by.party or ""),
    propose_practice,
    view,
)
