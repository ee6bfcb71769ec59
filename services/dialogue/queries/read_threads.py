"""Threads about a thing and their messages, as their reader sees them (WM 8): outside a circle there is nothing."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.dialogue.storage.threads import ThreadRepository
from shared.modalities.access.actor import Actor
from shared.modalities.access.resources import of_thread
from shared.modalities.access.thread_view import reads_from, thread
from shared.modalities.errors import NotFound
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
    async with database.reading() as connection:
        found = await ThreadRepository(connection).find(thread_id, lock=False)
    view = thread(actor, of_thread(found[0]), found[0].model_dump(mode="json")) if found is not None else None
    if found is None or view is None:
        raise NotFound("not_found", "There is no such thread")
    return view, found[1]


async def read_messages(
    database: Database, actor: Actor, thread_id: UUID, after: int, first: int
) -> tuple[Sequence[Seen], int | None]:
    """Messages after a number, and the number to read on after; None at the end. Raises NotFound."""
    view, _ = await read_thread(database, actor, thread_id)
    since = max(after, reads_from(actor, view) - 1)
    async with database.reading() as connection:
        found = await ThreadRepository(connection).messages(str(thread_id), since, first + 1)
    page = found[:first]
    return page, page[-1]["number"] if len(found) > first else None
