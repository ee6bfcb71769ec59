"""Parked forms as rows."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from services.console.storage.tables import parked_form as parked
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.row_security.context import ServiceAtWork


@dataclass(frozen=True)
class ParkedRow:
    """A form that came after its session had ended, sealed."""

    parked_id: str
    handle_hash: bytes
    subject: str
    path: str
    sealed: bytes
    parked_at: datetime
    expires_at: datetime


class ParkedStore:
    """Rows of parked forms."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, row: ParkedRow) -> None:
        """Keeps one, and forgets those whose time is over."""
        async with self._database.unit_of_work(ByClock("parked")) as uow:
            await uow.connection.execute(sa.delete(parked).where(parked.c.expires_at < row.parked_at))
            await uow.connection.execute(sa.insert(parked).values(**vars(row)))

    async def claim(self, before: bytes, handle_hash: bytes, subject: str) -> None:
        """The same browser has a new session: forms are handed to it if the person is the same, and erased if not."""
        async with self._database.unit_of_work(ByClock("parked")) as uow:
            mine = parked.c.handle_hash == before
            await uow.connection.execute(sa.delete(parked).where(mine, parked.c.subject != subject))
            await uow.connection.execute(sa.update(parked).where(mine).values(handle_hash=handle_hash))

    async def of(self, handle_hash: bytes) -> list[ParkedRow]:
        """Those of a session."""
        asked = sa.select(parked).where(
            parked.c.handle_hash == handle_hash, parked.c.expires_at > self._database.clock.now()
        )
        async with self._database.reading(ServiceAtWork("parked")) as connection:
            return [ParkedRow(**row._mapping) for row in await connection.execute(asked.order_by(parked.c.parked_at))]

    async def drop(self, parked_id: str, handle_hash: bytes) -> None:
        """Forgets one of a session."""
        async with self._database.unit_of_work(ByClock("parked")) as uow:
            await uow.connection.execute(
                sa.delete(parked).where(parked.c.parked_id == parked_id, parked.c.handle_hash == handle_hash)
            )
