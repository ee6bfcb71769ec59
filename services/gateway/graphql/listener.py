"""One LISTEN per process, fanned out to subscribers; a slow one loses its oldest news, never the others' time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import orjson
import structlog

from services.gateway.projections.statements import CHANGED
from shared.runtime.db.database import Database

log = structlog.get_logger()
QUEUE = 100
Change = dict[str, Any]


class News(asyncio.Queue[Change]):
    """Changes from now on. ``missed``: some came faster than they were taken, or while the database was away."""

    missed = False

    def tell(self, change: Change) -> None:
        """Takes a change in; the oldest one goes when there is no room."""
        if self.full():
            self.get_nowait()
            self.missed = True
        self.put_nowait(change)

    def gap(self) -> None:
        """Notes that nobody knows what happened for a while, and wakes whoever waits."""
        self.tell({"region": None, "kind": None, "id": None})
        self.missed = True

    async def some(self) -> list[Change]:
        """What there is; waits while there is nothing."""
        found = [await self.get()]
        while not self.empty():
            found.append(self.get_nowait())
        return found


class Listener:
    """Starts with the first subscriber; reconnects by itself."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queues: set[News] = set()
        self._task: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()

    @asynccontextmanager
    async def news(self, most: int = QUEUE) -> AsyncIterator[News]:
        """Changes from now on, ``most`` of them at a time."""
        queue = News(most)
        self._queues.add(queue)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._listen())
        await self._ready.wait()
        try:
            yield queue
        finally:
            self._queues.discard(queue)

    async def _listen(self) -> None:
        while True:
            try:
                connection = await self._database.connection()
                closed = asyncio.Event()
                connection.add_termination_listener(lambda *_, closed=closed: closed.set())
                try:
                    await connection.add_listener(CHANGED, self._heard)
                    # What happened before this connection listened was heard by none of those who wait already.
                    for queue in self._queues if self._ready.is_set() else ():
                        queue.gap()
                    self._ready.set()
                    while not closed.is_set():
                        with suppress(TimeoutError):
                            await asyncio.wait_for(closed.wait(), 5)
                        await connection.execute("select 1")
                finally:
                    await connection.close(timeout=2)
            except Exception as error:
                log.warning("listener_waits", error=type(error).__name__)
                await asyncio.sleep(1)

    def _heard(self, _: object, __: int, ___: str, payload: str) -> None:
        change = orjson.loads(payload)
        for queue in self._queues:
            queue.tell(change)

    async def close(self) -> None:
        """Ends the connection."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
