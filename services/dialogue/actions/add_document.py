"""Somebody of the circle gives the others a document: a message that brings it, its content being kept by then (WM 8)."""

from services.dialogue.actions.meeting import Dialogue
from services.dialogue.actions.thread import THREAD, Thread, after, changed
from services.dialogue.domain import thread as domain
from shared.application.use_case import Change, Done
from shared.contracts.dialogue import MessageSent
from shared.contracts.documents import MOST_DOCUMENTS
from shared.contracts.incoming import Strict
from shared.contracts.shapes.thread import ThreadDocument, ThreadState
from shared.contracts.shapes.values import Language, Title
from shared.modalities.access import actions as a
from shared.modalities.access.thread_view import speaks_as
from shared.modalities.errors import Conflict
from shared.modalities.paragraphs import P8


class DocumentWords(Strict):
    """What is said of a document by who gives it. ``language``: of the document; ``post``: what that person is, no name."""

    title: Title
    language: Language
    post: Title | None = None


class DocumentGiven(DocumentWords):
    """The same with what was found of the content that came: that nobody types."""

    document: ThreadDocument


async def add_document(doing: Dialogue, stored: Thread, body: DocumentGiven) -> Done[ThreadState]:
    """Raises Conflict for a closed thread, and for one that has as many as it may."""
    if stored.state.documents >= MOST_DOCUMENTS:
        raise Conflict("too_many_documents", f"A thread has at most {MOST_DOCUMENTS} documents", P8)
    written = domain.Written(
        "message", speaks_as(doing.by, stored.state.region), body.title, body.language, body.post, document=body.document
    )  # fmt: skip
    state, message = domain.sent(stored.state, written, doing.new_id(), doing.now)
    return await changed(doing, MessageSent(**after(stored, state), message=message))


ADD_DOCUMENT = Change(THREAD, a.ADD_DOCUMENT, DocumentGiven, add_document)
