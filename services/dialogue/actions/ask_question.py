"""One side of a circle asks another, which answers by a day (WM 8)."""

from typing import Annotated

from pydantic import StringConstraints

from services.dialogue.actions.meeting import Dialogue
from services.dialogue.actions.thread import THREAD, Thread, WordsBody, after, changed
from services.dialogue.domain import thread as domain
from shared.application.use_case import Change, Done
from shared.contracts.dialogue import QuestionAsked
from shared.contracts.shapes.thread import ThreadState
from shared.contracts.shapes.values import Day
from shared.modalities.access import actions as a


class QuestionBody(WordsBody):
    """A question to a side of the circle. ``due_on``: the day by which it answers."""

    asked_of: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]
    due_on: Day


async def ask_question(doing: Dialogue, stored: Thread, body: QuestionBody) -> Done[ThreadState]:
    """Raises Conflict, Invalid naming every fault."""
    written, ids = body.written(doing, stored, "question"), (doing.new_id(), doing.new_id())
    state, message = domain.asked(stored.state, written, body.asked_of, body.due_on, ids, doing.now)
    return await changed(doing, QuestionAsked(**after(stored, state), message=message))


ASK_QUESTION = Change(THREAD, a.ASK_QUESTION, QuestionBody, ask_question)
