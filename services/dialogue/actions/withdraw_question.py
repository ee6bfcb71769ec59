"""Who asked needs no answer any more (WM 8)."""

from services.dialogue.actions.meeting import Dialogue
from services.dialogue.actions.thread import THREAD, Thread, after, changed
from services.dialogue.domain import thread as domain
from shared.application.use_case import Change, Done, NoBody
from shared.contracts.dialogue import QuestionWithdrawn
from shared.contracts.shapes.thread import ThreadState
from shared.modalities.access import actions as a
from shared.modalities.access.thread_view import speaks_as


async def withdraw_question(doing: Dialogue, stored: Thread, _: NoBody) -> Done[ThreadState]:
    """Raises NotFound, Conflict, NotPermitted."""
    by = speaks_as(doing.by, stored.state.region)
    state = domain.withdrawn(stored.state, stored.part, by, doing.now)
    return await changed(doing, QuestionWithdrawn(**after(stored, state), question_id=stored.part))


WITHDRAW_QUESTION = Change(THREAD, a.WITHDRAW_QUESTION, NoBody, withdraw_question)
