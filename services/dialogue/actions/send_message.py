"""Somebody of the circle writes to the others, or notes that they spoke outside the thread (WM 8)."""

from services.dialogue.actions.meeting import Dialogue
from services.dialogue.actions.thread import THREAD, Thread, WordsBody, after, changed
from services.dialogue.domain import thread as domain
from shared.application.use_case import Change, Done
from shared.contracts.dialogue import MessageSent
from shared.contracts.shapes.thread import ContactNote, ThreadState
from shared.modalities.access import actions as a
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P8


class MessageBody(WordsBody):
    """A message. ``contact``: it notes a call, a visit or a meeting, with its day and with whom."""

    contact: ContactNote | None = None


async def send_message(doing: Dialogue, stored: Thread, body: MessageBody) -> Done[ThreadState]:
    """Raises Conflict, Invalid."""
    if body.contact is not None and body.contact.held_on > doing.now.date():
        raise Invalid((Fault("/contact/held_on", "lies in the future", "date_in_future"),), paragraph=P8)
    written = body.written(doing, stored, "note" if body.contact else "message", contact=body.contact)
    state, message = domain.sent(stored.state, written, doing.new_id(), doing.now)
    return await changed(doing, MessageSent(**after(stored, state), message=message))


SEND_MESSAGE = Change(THREAD, a.SEND_MESSAGE, MessageBody, send_message)
