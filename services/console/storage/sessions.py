"""Sessions and sign-ins under way, as rows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.console.storage.tables import session, sign_in
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.row_security.context import ServiceAtWork

KEPT = timedelta(days=1)
"""How long an ended session is known."""


@dataclass(frozen=True)
class StoredSession:
    """A session; ``sealed`` is None once it has ended."""

    handle_hash: bytes
    subject: str
    sid: str | None
    sealed: bytes | None
    auth_time: datetime
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class StoredSignIn:
    """A sign-in under way."""

    browser_hash: bytes
    sealed: bytes


class SessionStore:
    """Rows of sessions. All of it is the service's own work: no row is shown to a reader."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, state_hash: bytes, browser_hash: bytes, sealed: bytes, until: datetime) -> None:
        """Keeps a sign-in under way, and forgets what is over."""
        now = self._database.clock.now()
        async with self._working() as connection:
            await connection.execute(sa.delete(sign_in).where(sign_in.c.expires_at < now))
            await connection.execute(sa.delete(session).where(session.c.ended_at < now - KEPT))
            await connection.execute(
                sa.insert(sign_in).values(
                    state_hash=state_hash, browser_hash=browser_hash, sealed=sealed, expires_at=until
                )
            )

    async def take(self, state_hash: bytes) -> StoredSignIn | None:
        """The sign-in of a state, which is good once and until it expires."""
        async with self._working() as connection:
            found = await connection.execute(
                sa.delete(sign_in).where(sign_in.c.state_hash == state_hash)
                .returning(sign_in.c.browser_hash, sign_in.c.sealed, sign_in.c.expires_at)
            )  # fmt: skip
            row = found.one_or_none()
        if row is None or row.expires_at < self._database.clock.now():
            return None
        return StoredSignIn(row.browser_hash, row.sealed)

    async def add(self, row: StoredSession, most: int, ended: bytes | None) -> None:
        """A new session, in place of the one it came of; the person's oldest end when there are too many."""
        async with self._working() as connection:
            if ended is not None:
                await _end(connection, session.c.handle_hash == ended, self._database.clock.now())
            await connection.execute(sa.insert(session).values(**vars(row)))
            living = sa.select(session.c.handle_hash).where(
                session.c.subject == row.subject, session.c.ended_at.is_(None)
            )
            too_many = living.order_by(session.c.created_at.desc()).offset(most)
            await _end(connection, session.c.handle_hash.in_(too_many.scalar_subquery()), self._database.clock.now())

    async def find(self, handle_hash: bytes) -> StoredSession | None:
        """A session, also one that has ended lately."""
        async with self._database.reading(reader=_OURS) as connection:
            return await _row(connection, handle_hash)

    async def see(self, handle_hash: bytes, now: datetime) -> None:
        """It was used just now."""
        async with self._working() as connection:
            await connection.execute(sa.update(session).where(session.c.handle_hash == handle_hash).values(seen_at=now))

    async def end(self, handle_hash: bytes) -> None:
        """It has ended; its tokens are gone."""
        async with self._working() as connection:
            await _end(connection, session.c.handle_hash == handle_hash, self._database.clock.now())

    @asynccontextmanager
    async def locked(self, handle_hash: bytes) -> AsyncIterator["Locked | None"]:
        """The row under a lock, so that two tabs do not refresh at once: the second one finds what the first one made."""
        async with self._working() as connection:
            found = await _row(connection, handle_hash, lock=True)
            yield Locked(connection, found) if found is not None else None

    @asynccontextmanager
    async def _working(self) -> AsyncIterator[AsyncConnection]:
        async with self._database.unit_of_work(ByClock("sessions")) as uow:
            yield uow.connection


@dataclass(frozen=True)
class Locked:
    """A locked row; what is written is there when the lock ends."""

    connection: AsyncConnection
    row: StoredSession

    async def keep(self, sealed: bytes | None, now: datetime) -> None:
        """New tokens; None: it has ended."""
        values = {"sealed": sealed, "seen_at": now} | ({"ended_at": now} if sealed is None else {})
        await self.connection.execute(
            sa.update(session).where(session.c.handle_hash == self.row.handle_hash).values(**values)
        )


_OURS = ServiceAtWork("sessions")


async def _row(connection: AsyncConnection, handle_hash: bytes, lock: bool = False) -> StoredSession | None:
    columns = (session.c[name] for name in StoredSession.__annotations__)
    asked = sa.select(*columns).where(session.c.handle_hash == handle_hash)
    found = (await connection.execute(asked.with_for_update() if lock else asked)).one_or_none()
    return StoredSession(**found._mapping) if found is not None else None


async def _end(connection: AsyncConnection, which: sa.ColumnElement[bool], now: datetime) -> None:
    await connection.execute(
        sa.update(session).where(which, session.c.ended_at.is_(None)).values(sealed=None, ended_at=now)
    )
