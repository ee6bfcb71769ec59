"""Time as an event: a match whose owners did not answer ends (WM 11); a call for offers comes to its end (WM 17)."""

from services.matching.actions.end_match import end_all
from services.matching.actions.follow_call import pass_days
from services.matching.actions.the_call import calls_of
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
            await pass_days(uow)
            soon = [await board.next_deadline(now), await calls_of(uow).next_due(now)]
            return Quiet.until(min((one for one in soon if one is not None), default=None), now)
