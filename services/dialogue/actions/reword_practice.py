"""Who proposed a practice words it anew, while its State has not answered (WM 11)."""

from services.dialogue.actions.meeting import Dialogue
from services.dialogue.actions.origin import known_origin
from services.dialogue.actions.practice import PRACTICE, Practice, PracticeBody, after, changed
from services.dialogue.domain import practice as domain
from shared.application.use_case import Change, Done
from shared.contracts.dialogue import PracticeReworded
from shared.contracts.shapes.practice import PracticeState
from shared.modalities.access import actions as a
from shared.modalities.paragraphs import P11


async def reword_practice(doing: Dialogue, stored: Practice, body: PracticeBody) -> Done[PracticeState]:
    """Raises Conflict, Invalid."""
    state = domain.reworded(stored.state, body.content(), doing.now)
    if state.content.origin != stored.state.content.origin:
        await known_origin(doing, state.content.origin, P11)
    return await changed(doing, PracticeReworded(**after(stored, state)))


REWORD_PRACTICE = Change(PRACTICE, a.REWORD_PRACTICE, PracticeBody, reword_practice)
