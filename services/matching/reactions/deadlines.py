"""Time as an event: a match whose owners did not answer in time ends, and its need is open again (WM 11)."""

from services.matching.actions.end_match import end_all
from services.matching.storage.repository import BoardRepository
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.looking import Quiet


class Deadlines:
    """Looks when a match began to wait, when the first deadline comes, and from time to time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def look(self) -> Quiet:
        """Ends what is overdue now; answers how long nothing will be."""
        async with self._database.unit_of_work(ByClock("reservation-deadline"), looks=True) as uow:
            board, now = BoardRepository(uow.connection), self._database.clock.now()
            overdue = await board.overdue(now)
            await end_all(board, uow, overdue, "timed_out", "reservation_timed_out")
            return Quiet.until(await board.next_deadline(now), now)
