"""A State takes a practice off every surface; its proposer may take back what was not published yet (WM 11)."""

from services.dialogue.actions.meeting import Dialogue
from services.dialogue.actions.practice import PRACTICE, Practice, after, changed
from services.dialogue.domain import practice as domain
from shared.application.use_case import Change, Done
from shared.contracts.dialogue import PracticeRetracted
from shared.contracts.incoming import Strict
from shared.contracts.shapes.practice import PracticeState
from shared.contracts.shapes.values import Text
from shared.modalities.access import actions as a


class PracticeRetractionBody(Strict):
    """Why, if it is said."""

    reason: Text | None = None


async def retract_practice(doing: Dialogue, stored: Practice, body: PracticeRetractionBody) -> Done[PracticeState]:
    """Raises Conflict for one that is gone, and for a proposer of one that was answered."""
    its_state = doing.by.party == stored.state.content.country
    state = domain.retracted(stored.state, its_state, body.reason)
    return await changed(doing, PracticeRetracted(**after(stored, state)))


RETRACT_PRACTICE = Change(PRACTICE, a.RETRACT_PRACTICE, PracticeRetractionBody, retract_practice)
