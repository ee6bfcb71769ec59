"""After an upgrade every engagement is said again once, without anybody's help, as today's rules have it (WM 6, 15.vii).

So reminders, ranking and figures of others know of what was before, and nothing stays public that today's rules would not publish.
"""

from services.delivery.storage.repository import EngagementRepository
from services.delivery.storage.restating import RESTATED
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database

MOST = 100
"""Engagements of one transaction."""


class SaidBefore:
    """Looks for engagements that were last said whole by the rules of an earlier release."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def look(self) -> int:
        """Says some again; how many."""
        async with self._database.unit_of_work(ByClock("restate engagement"), looks=True) as uow:
            before = await EngagementRepository(uow.connection).said_before(MOST)
            return sum([await RESTATED["engagement"].say(uow, one) for one in before])
