"""Time as an event: a match whose owners did not answer in time ends, and its need is open again (WM 11)."""

from services.matching.actions.end_match import end_all
from services.matching.storage.repository import BoardRepository
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database


class Deadlines:
    """Looks every half second."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def look(self) -> None:
        """Ends what is overdue now."""
        async with self._database.unit_of_work(ByClock("reservation-deadline")) as uow:
            board = BoardRepository(uow.connection)
            overdue = await board.overdue(self._database.clock.now())
            await end_all(board, uow, overdue, "timed_out", "reservation_timed_out")
