"""Drafts as rows: the database shows them to their own party alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.console.storage.tables import draft
from shared.runtime.db.cause import ByActor
from shared.runtime.db.database import Database


@dataclass(frozen=True)
class DraftRow:
    """A draft: ``content`` as it was typed, ``rev`` counts savings, ``send_key`` is kept until an answer is known."""

    draft_id: str
    party: str
    kind: str
    content: dict[str, Any]
    item_id: str | None
    base_version: int | None
    rev: int
    send_key: str
    sent_id: str | None
    saved_by: str
    saved_at: datetime


class DraftStore:
    """Rows of drafts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, cause: ByActor, row: DraftRow) -> None:
        """A new one."""
        async with self._database.unit_of_work(cause) as uow:
            await uow.connection.execute(sa.insert(draft).values(**vars(row)))

    async def find(self, cause: ByActor, draft_id: str) -> DraftRow | None:
        """One of the caller's party."""
        async with self._database.reading(cause.actor) as connection:
            found = (await connection.execute(sa.select(draft).where(draft.c.draft_id == draft_id))).one_or_none()
        return DraftRow(**found._mapping) if found is not None else None

    async def all(self, cause: ByActor) -> list[DraftRow]:
        """Those of the caller's party that were not sent, the latest first."""
        asked = sa.select(draft).where(draft.c.sent_id.is_(None)).order_by(draft.c.saved_at.desc()).limit(50)
        async with self._database.reading(cause.actor) as connection:
            return [DraftRow(**row._mapping) for row in await connection.execute(asked)]

    async def save(self, cause: ByActor, draft_id: str, rev: int, **values: Any) -> bool:
        """Writes over the revision that was read; False when it is another one by now: nothing was written."""
        asked = sa.update(draft).where(draft.c.draft_id == draft_id, draft.c.rev == rev)
        async with self._database.unit_of_work(cause) as uow:
            done = await uow.connection.execute(asked.values(rev=rev + 1, **values))
        return done.rowcount == 1

    async def drop(self, cause: ByActor, draft_id: str) -> None:
        """Forgets one."""
        async with self._database.unit_of_work(cause) as uow:
            await uow.connection.execute(sa.delete(draft).where(draft.c.draft_id == draft_id))
