"""A service's connection to its database: transactions for the edge, and one pool for a measured hot statement."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

import asyncpg
import orjson
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from shared.modalities.errors import Retryable
from shared.runtime import failpoints
from shared.runtime.clock import Clock
from shared.runtime.db.answers import Key, begin_command
from shared.runtime.db.bell import Bell
from shared.runtime.db.cause import Cause
from shared.runtime.db.closing import as_json
from shared.runtime.db.row_security.context import Context, ServiceAtWork, acting, say, settings_of
from shared.runtime.db.tables import RuntimeTables
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.db.waker import Waker
from shared.runtime.settings import RuntimeSettings

CONNECT_SECONDS = 2.0
"""A database that is away is said within this time: the caller gets 503 with Retry-After, not a hang."""

AWAY = (OSError, TimeoutError, PoolTimeout, asyncpg.PostgresConnectionError, asyncpg.InterfaceError,
        asyncpg.CannotConnectNowError, asyncpg.AdminShutdownError, asyncpg.CrashShutdownError,
        asyncpg.InternalClientError)  # fmt: skip


def is_away(error: BaseException) -> bool:
    """Whether an error says that the database cannot be reached just now."""
    if isinstance(error, AWAY):
        return True
    if isinstance(error, DBAPIError):
        wrapped = error.orig.__cause__ if error.orig else None
        return isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated or (
            wrapped is not None and isinstance(wrapped, AWAY)
        )  # fmt: skip
    return False


class Database:
    """Engine and pools of one process. Nothing is connected before the first use."""

    def __init__(self, settings: RuntimeSettings, tables: RuntimeTables, clock: Clock) -> None:
        self.settings, self.tables, self.clock = settings, tables, clock
        dsn = settings.database_url.replace("postgresql://", "postgresql+asyncpg://", 1)
        self.engine: AsyncEngine = create_async_engine(
            dsn,
            # Kept once opened, the warmest first: a connection costs its greeting and every statement prepared anew.
            pool_size=2 * settings.pool_size,
            max_overflow=0,
            pool_use_lifo=True,
            pool_timeout=CONNECT_SECONDS,
            pool_pre_ping=False,
            json_serializer=as_json,
            json_deserializer=orjson.loads,
            connect_args={
                "timeout": CONNECT_SECONDS,
                "command_timeout": 60,
                "server_settings": {"application_name": settings.source, "acsg.deployment": settings.deployment},
            },
        )
        self.guard: Callable[[], Awaitable[None]] | None = None
        """Called before anything is written; raises Retryable while nothing may be. None: nothing stands against it."""
        self.bell = Bell()
        self._hot: dict[bool, asyncpg.Pool] = {}
        self._opening = asyncio.Lock()
        self._waker = Waker(partial(self.hot, unsynced=True))

    @asynccontextmanager
    async def unit_of_work(
        self, cause: Cause, *, recovering: bool = False, looks: bool = False, key: Key | None = None
    ) -> AsyncIterator[UnitOfWork]:
        """A transaction that commits at a clean exit. Raises Retryable when the database is away, or held closed by the
        guard; ``recovering``: this is the work that is waited for, or touches nothing of anybody's. ``looks``: it only
        looks whether something is to be done, so no other loop is told, unless it records or says ``rings``.

        ``key``: a command under its caller's own key, whose answer may be ``known``. Raises Conflict while that key is being
        worked on, Invalid when it was used for another request.
        """
        if not recovering:
            await self.may_write()
        try:
            async with self.engine.connect() as connection:
                uow = UnitOfWork(connection, cause, self.settings, self.tables, self.clock, rings=not looks)
                uow.tells = cause.actor is not None
                async with connection.begin():
                    # What a command may do the policy decides before it writes; its rows are then the service's work.
                    context = ServiceAtWork("command" if cause.actor else "work")
                    if key is None:
                        await say(connection, context, cause.actor)
                    else:
                        uow.known = await begin_command(connection, context, cause.actor, key)
                    yield uow
                    await uow.flush()
                    failpoints.hit("before_commit")
                failpoints.hit("after_commit")
                if uow.tells:
                    self.tell()
                elif uow.rings:
                    self.bell.ring()
        except Exception as error:
            if is_away(error):
                raise Retryable("database_away", "The database is away for a moment; nothing was changed") from error
            raise

    async def may_write(self) -> None:
        """Raises Retryable while the guard holds writes back."""
        if self.guard is not None:
            await self.guard()

    @asynccontextmanager
    async def reading(self, reader: Context | None = None, **options: str) -> AsyncIterator[AsyncConnection]:
        """A read-only transaction in the reader's name, or in that of whoever set this task off: the database shows what
        they may read and no more; a ``ServiceAtWork`` reads for its work, e.g. what a signed link stands for. ``options`` are
        SQLAlchemy's. Raises Retryable when the database is away.
        """
        try:
            async with self.engine.connect() as plain:
                # Said when the transaction begins, which costs no round trip of its own; taken back at its end.
                connection = await plain.execution_options(postgresql_readonly=True, **options)
                await say(connection, reader or acting("reading"))
                yield connection
        except Exception as error:
            if is_away(error):
                raise Retryable("database_away", "The database is away for a moment") from error
            raise

    async def hot(self, *, unsynced: bool = False) -> "asyncpg.Pool":
        """A plain driver pool, without reset between uses, for the statement that a measured figure asks for.

        ``unsynced``: commits do not wait for the disk; only for what a later synchronous commit makes durable too.
        """
        if unsynced not in self._hot:
            async with self._opening:
                if unsynced not in self._hot:
                    self._hot[unsynced] = await self._open(unsynced)
        return self._hot[unsynced]

    async def _open(self, unsynced: bool) -> "asyncpg.Pool":
        return await asyncpg.create_pool(
            self.settings.database_url,
            min_size=1,
            max_size=self.settings.pool_size,
            timeout=CONNECT_SECONDS,
            command_timeout=60,
            reset=_keep,
            server_settings={
                "application_name": self.settings.source,
                "synchronous_commit": "off" if unsynced else "on",
            }
            | settings_of("hot"),
        )

    def tell(self) -> None:
        """Says in every process that something was committed, rows of the outbox or others; returns at once."""
        self.bell.ring()
        self._waker.wake()

    async def connection(self) -> "asyncpg.Connection":
        """A connection of its own, for LISTEN and for the relay."""
        return await asyncpg.connect(
            self.settings.database_url,
            timeout=CONNECT_SECONDS,
            command_timeout=60,
            server_settings={"application_name": self.settings.source} | settings_of("stream"),
        )

    async def answers(self) -> None:
        """Readiness: it answers, and it keeps what it says it keeps. Raises Retryable, RuntimeError."""
        async with self.reading() as connection:
            for name in ("fsync", "synchronous_commit"):
                if (await connection.execute(sa.text(f"show {name}"))).scalar_one() != "on":
                    raise RuntimeError(f"{name} is off: what is acknowledged could be lost")

    async def dispose(self) -> None:
        """Closes everything."""
        await self._waker.close()
        for pool in self._hot.values():
            pool.terminate()
        await self.engine.dispose()


async def _keep(_: object) -> None:
    """Hot statements are single and leave nothing behind, so there is nothing to reset."""
