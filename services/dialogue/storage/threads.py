"""Threads and their messages in PostgreSQL (WM 8)."""

from collections.abc import Sequence
from typing import Any, TypedDict
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.dialogue.storage.tables import thread, thread_message
from shared.contracts.shapes.thread import ThreadMessage, ThreadState


class BroughtDocument(TypedDict):
    """A document of a message; ``scan``: what became of looking into it."""

    document_id: str
    scan: str


class MessageWithDocument(TypedDict):
    """A message that brings a document, as it was written."""

    number: int
    document: BroughtDocument


class ThreadRepository:
    """Stored threads, on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, thread_id: UUID, *, lock: bool) -> tuple[ThreadState, int] | None:
        """State and version; None when there is no such thread here."""
        query = sa.select(thread.c.state, thread.c.version).where(thread.c.thread_id == str(thread_id))
        row = (await self._connection.execute(query.with_for_update() if lock else query)).one_or_none()
        return (ThreadState.model_validate(row.state), row.version) if row else None

    async def follow(
        self, kind: str, item_id: str, about_version: int
    ) -> dict[tuple[str, str], tuple[ThreadState, int]] | None:
        """Notes how far a thing was heard, and gives its threads with their versions, by circle and the party that is apart there;
        None for what was heard already. They stay locked.
        """
        of_thing = (thread.c.about_kind == kind, thread.c.about_id == item_id)
        columns = (thread.c.circle, thread.c.apart_with, thread.c.state, thread.c.version, thread.c.about_version)
        query = sa.select(*columns).where(*of_thing).order_by(thread.c.thread_id).with_for_update()
        rows = (await self._connection.execute(query)).all()
        if any(row.about_version >= about_version for row in rows):
            return None
        await self._connection.execute(sa.update(thread).where(*of_thing).values(about_version=about_version))
        return {(row.circle, row.apart_with): (ThreadState.model_validate(row.state), row.version) for row in rows}

    async def all_about(self, item_id: UUID) -> Sequence[tuple[ThreadState, int]]:
        """Every thread about a thing, with its version."""
        query = sa.select(thread.c.state, thread.c.version).where(thread.c.about_id == str(item_id))
        rows = (await self._connection.execute(query.order_by(thread.c.circle, thread.c.apart_with))).all()
        return [(ThreadState.model_validate(row.state), row.version) for row in rows]

    async def add(self, state: ThreadState, about_version: int) -> None:
        """Stores a new thread. ``about_version``: of the thing that it is about, as far as that was heard."""
        about = state.about
        row: dict[str, Any] = {
            "thread_id": state.thread_id,
            "circle": state.circle,
            "about_kind": about.kind,
            "about_id": about.item_id,
            "apart_with": state.apart_with or "",
        }
        row |= {"version": 1, "about_version": about_version, "state": state.model_dump(mode="json")}
        await self._connection.execute(sa.insert(thread).values(row))

    async def save(self, state: ThreadState, version: int) -> None:
        """Stores a changed thread."""
        changed = sa.update(thread).where(thread.c.thread_id == state.thread_id)
        values: dict[str, Any] = {"version": version, "state": state.model_dump(mode="json")}
        await self._connection.execute(changed.values(values | {"updated_at": sa.func.clock_timestamp()}))

    async def add_message(self, thread_id: str, message: ThreadMessage) -> None:
        """Stores a message."""
        row: dict[str, Any] = {"thread_id": thread_id, "number": message.number, "author": message.author}
        await self._connection.execute(
            sa.insert(thread_message).values(row | {"body": message.model_dump(mode="json")})
        )

    async def messages(self, thread_id: str, after: int, first: int) -> Sequence[dict[str, object]]:
        """Messages after a number, in order, as they were written."""
        query = sa.select(thread_message.c.body).where(
            thread_message.c.thread_id == thread_id, thread_message.c.number > after
        )
        return list((await self._connection.execute(query.order_by(thread_message.c.number).limit(first))).scalars())

    async def document(self, thread_id: str, document_id: str) -> MessageWithDocument | None:
        """The message that brings a document."""
        found = thread_message.c.body["document"]["document_id"].astext == document_id
        query = sa.select(thread_message.c.body).where(thread_message.c.thread_id == thread_id, found)
        found_message: MessageWithDocument | None = (await self._connection.execute(query)).scalar_one_or_none()
        return found_message

    async def documents_among(self, ids: Sequence[str]) -> set[str]:
        """Which of these documents there are."""
        which = thread_message.c.body["document"]["document_id"].astext
        return set((await self._connection.execute(sa.select(which).where(which.in_(ids)))).scalars()) if ids else set()

    async def written_after(self, thread_id: str, author: str, number: int) -> int:
        """How many messages of a party come after a number."""
        table = thread_message
        query = sa.select(sa.func.count()).where(
            table.c.thread_id == thread_id, table.c.author == author, table.c.number > number
        )
        return int((await self._connection.execute(query)).scalar_one())
