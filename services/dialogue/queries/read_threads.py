"""Threads about a thing and their messages, as their reader sees them (WM 8): outside a circle there is nothing."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.dialogue.domain.in_the_circle import while_open
from services.dialogue.storage.threads import ThreadRepository
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise_seen
from shared.modalities.access.resources import of_thread
from shared.modalities.access.thread_view import message, reads_from, thread
from shared.modalities.errors import Conflict, NotFound
from shared.modalities.paragraphs import P8
from shared.runtime.db.database import Database

MOST = 200
Seen = Mapping[str, Any]


async def threads_about(database: Database, actor: Actor, item_id: UUID | None) -> list[Seen]:
    """Those of its threads that one may read; none for who may read none, and of a thing that there is not."""
    if item_id is None:
        return []
    async with database.reading() as connection:
        found = await ThreadRepository(connection).all_about(item_id)
    views = [(thread(actor, of_thread(state), state.model_dump(mode="json")), version) for state, version in found]
    return [view | {"version": version} for view, version in views if view is not None]


async def read_thread(database: Database, actor: Actor, thread_id: UUID) -> tuple[Seen, int]:
    """A thread without its messages, and its version. Raises NotFound."""
    view, _, version = await _one(database, actor, thread_id)
    return view, version


async def _one(database: Database, actor: Actor, thread_id: UUID) -> tuple[Seen, Seen, int]:
    """A thread as its reader sees it, as it is kept, and its version. Raises NotFound."""
    async with database.reading() as connection:
        found = await ThreadRepository(connection).find(thread_id, lock=False)
    kept = found[0].model_dump(mode="json") if found is not None else {}
    view = thread(actor, of_thread(found[0]), kept) if found is not None else None
    if found is None or view is None:
        raise NotFound("not_found", "There is no such thread")
    return view, kept, found[1]


async def read_document(database: Database, actor: Actor, thread_id: UUID, document_id: UUID) -> tuple[Seen, Seen]:
    """The thread and the message that brings a document. Raises NotFound, and Conflict for one that is held."""
    view, _ = await read_thread(database, actor, thread_id)
    async with database.reading() as connection:
        found = await ThreadRepository(connection).document(str(thread_id), str(document_id))
    if found is None or found["number"] < reads_from(actor, view):
        raise NotFound("not_found", "There is no such document")
    if found["document"]["scan"] == "held":
        raise Conflict(
            "document_held", "The document is given to nobody: its scan found something, or could not be made", P8
        )
    return view, found


async def may_add(database: Database, actor: Actor, thread_id: UUID) -> None:
    """Before a content is read: whether its sender may give it to this circle. Raises NotFound, NotPermitted, Conflict."""
    async with database.reading() as connection:
        found = await ThreadRepository(connection).find(thread_id, lock=False)
    if found is None:
        raise NotFound("not_found", "There is no such thread")
    authorise_seen(actor, a.ADD_DOCUMENT, a.READ_THREAD, of_thread(found[0]), "thread")
    while_open(found[0])


async def read_messages(
    database: Database, actor: Actor, thread_id: UUID, after: int, first: int
) -> tuple[Sequence[Seen], int | None]:
    """Messages after a number, and the number to read on after; None at the end. Raises NotFound."""
    view, kept, _ = await _one(database, actor, thread_id)
    since = max(after, reads_from(actor, view) - 1)
    async with database.reading() as connection:
        found = await ThreadRepository(connection).messages(str(thread_id), since, first + 1)
    page = [message(actor, kept, one) for one in found[:first]]
    return page, page[-1]["number"] if len(found) > first else None
