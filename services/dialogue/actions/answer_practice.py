"""The State of a practice says whether it is published, and to whom (WM 11): nobody publishes for it."""

from typing import Literal

from services.dialogue.actions.meeting import Dialogue
from services.dialogue.actions.practice import PRACTICE, Practice, after, changed
from services.dialogue.domain import practice as domain
from shared.application.use_case import Change, Done
from shared.contracts.dialogue import PracticeDeclined, PracticePublished
from shared.contracts.incoming import Strict
from shared.contracts.shapes.practice import PracticeAudience, PracticeState
from shared.contracts.shapes.values import Text
from shared.modalities.access import actions as a


class PracticeAnswerBody(Strict):
    """The State's word. ``audience``: of what is published; ``reason``: why it is not, if the State says so."""

    answer: Literal["publish", "decline"]
    audience: PracticeAudience = "mechanism"
    reason: Text | None = None


async def answer_practice(doing: Dialogue, stored: Practice, body: PracticeAnswerBody) -> Done[PracticeState]:
    """Raises Conflict for one that was answered."""
    if body.answer == "publish":
        state = domain.published(stored.state, body.audience, doing.now)
        return await changed(doing, PracticePublished(**after(stored, state)))
    return await changed(doing, PracticeDeclined(**after(stored, domain.declined(stored.state, body.reason))))


ANSWER_PRACTICE = Change(PRACTICE, a.ANSWER_PRACTICE, PracticeAnswerBody, answer_practice)
