"""Wakes the relay after a commit, never in it.

PostgreSQL takes one lock over the whole server for a transaction that notifies and holds it while the commit reaches the
disk, so commits that notify go one by one: with the notification inside, accepting stood at 255 requests/s of a bare
insert's 2,680. Sent after it, by one connection whose commits wait for no disk, it is lost at worst with the process,
and then the relay's slow poll finds the rows.
"""

import asyncio
from collections.abc import Awaitable, Callable

import asyncpg
import structlog

from shared.runtime.db.outbox import CHANNEL

log = structlog.get_logger()
SPACING_SECONDS = 0.01
"""Between two notifications: a relay that is at work needs none."""

_WAKE = f"select pg_notify('{CHANNEL}', '')"


class Waker:
    """One per process. However many commits ask, one notification is under way and at most one more follows it."""

    def __init__(self, pool: Callable[[], Awaitable["asyncpg.Pool"]]) -> None:
        self._pool, self._again = pool, False
        self._running: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Says that rows were committed to the outbox; returns at once."""
        self._again = True
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())

    async def _run(self) -> None:
        try:
            while self._again:
                self._again = False
                await (await self._pool()).execute(_WAKE)
                await asyncio.sleep(SPACING_SECONDS)
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            log.info("wake_lost", error=type(error).__name__)

    async def close(self) -> None:
        """Lets the last one go out."""
        if self._running is not None:
            await asyncio.wait({self._running}, timeout=1)
