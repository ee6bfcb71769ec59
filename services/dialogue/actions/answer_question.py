"""The side that was asked answers, each for itself (WM 8)."""

from services.dialogue.actions.meeting import Dialogue
from services.dialogue.actions.thread import THREAD, Thread, WordsBody, after, changed
from services.dialogue.domain import thread as domain
from shared.application.use_case import Change, Done
from shared.contracts.dialogue import QuestionAnswered
from shared.contracts.shapes.thread import ThreadState
from shared.modalities.access import actions as a


class QuestionAnswerBody(WordsBody):
    """The answer, in words."""


async def answer_question(doing: Dialogue, stored: Thread, body: QuestionAnswerBody) -> Done[ThreadState]:
    """Raises NotFound, Conflict, NotPermitted, Invalid."""
    written = body.written(doing, stored, "answer")
    state, message = domain.answered(stored.state, stored.part, written, doing.new_id(), doing.now)
    return await changed(doing, QuestionAnswered(**after(stored, state), message=message))


ANSWER_QUESTION = Change(THREAD, a.ANSWER_QUESTION, QuestionAnswerBody, answer_question)
