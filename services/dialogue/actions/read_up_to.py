"""A party says how far it has read; that only rises (WM 8)."""

from pydantic import Field

from services.dialogue.actions.meeting import Dialogue
from services.dialogue.actions.thread import THREAD, Thread, after, changed
from services.dialogue.domain import thread as domain
from services.dialogue.storage.threads import ThreadRepository
from shared.application.use_case import Change, Done
from shared.contracts.dialogue import ThreadRead
from shared.contracts.incoming import Strict
from shared.contracts.shapes.thread import ThreadState
from shared.modalities.access import actions as a
from shared.modalities.access.thread_view import speaks_as


class ReadBody(Strict):
    """Number of the last message that one's party has read."""

    number: int = Field(ge=1, le=1_000_000)


async def read_up_to(doing: Dialogue, stored: Thread, body: ReadBody) -> Done[ThreadState]:
    """Says nothing where that was so already. Raises Invalid."""
    party = speaks_as(doing.by, stored.state.region)
    own = await ThreadRepository(doing.uow.connection).written_after(stored.state.thread_id, party, body.number)
    state = domain.read(stored.state, party, body.number, own)
    if state == stored.state:
        return Done(stored.state, stored.version, state.thread_id, changed=False)
    return await changed(doing, ThreadRead(**after(stored, state), party=party))


READ_UP_TO = Change(THREAD, a.READ_UP_TO, ReadBody, read_up_to)
