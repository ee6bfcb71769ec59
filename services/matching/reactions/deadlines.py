"""Time as an event: a match whose owners did not answer in time ends, and its need is open again (WM 11)."""

import asyncio

import structlog

from services.matching.actions.end_match import end_all
from services.matching.storage.repository import BoardRepository
from shared.modalities.errors import Retryable
from shared.runtime.db.database import Database, is_away
from shared.runtime.db.outbox import Cause
from shared.runtime.supervision import Progress, pause

log = structlog.get_logger()


class Deadlines:
    """Looks every half second."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def run(self, progress: Progress, stop: asyncio.Event) -> None:
        """Runs until the stop."""
        while not stop.is_set():
            try:
                await self.look()
            except Exception as error:
                if not (is_away(error) or isinstance(error, Retryable)):
                    raise
                log.warning("deadlines_wait", error=type(error).__name__)
            progress.beat()
            await pause(stop, 0.5)

    async def look(self) -> None:
        """Ends what is overdue now."""
        async with self._database.unit_of_work(Cause(None, "reservation-deadline")) as uow:
            board = BoardRepository(uow.connection)
            overdue = await board.overdue(self._database.clock.now())
            await end_all(board, uow, overdue, "timed_out", "reservation_timed_out")
