"""Hears what other processes of the service have committed, whatever becomes of the broker and the relay."""

import asyncio
from functools import partial

import asyncpg

from shared.runtime.db.database import Database, is_away
from shared.runtime.db.outbox import CHANNEL
from shared.runtime.supervision import BEAT_S, Progress, pause, through_outages


class Hearing:
    """One connection that listens, and rings in this process."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def run(self, progress: Progress, stop: asyncio.Event) -> None:
        """Runs until the stop; an outage of the database is waited out."""

        def is_outage(error: Exception) -> bool:
            return is_away(error) or isinstance(error, asyncpg.PostgresError)

        await through_outages(partial(self._session, progress, stop), progress, stop, is_outage, "hearing_waits")

    async def _session(self, progress: Progress, stop: asyncio.Event) -> None:
        connection = await self._database.connection()
        ended = asyncio.Event()
        connection.add_termination_listener(lambda *_: ended.set())
        try:
            await connection.add_listener(CHANNEL, lambda *_: self._database.bell.ring())
            self._database.bell.ring()
            while not (stop.is_set() or ended.is_set()):
                progress.beat()
                await pause(stop, BEAT_S, ended)
        finally:
            await connection.close(timeout=1)
