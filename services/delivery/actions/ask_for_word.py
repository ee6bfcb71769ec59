"""Time as an event: no side said where it stands for some time; both are asked, once for each silence (WM 9, 15.vii)."""

from services.delivery.storage.repository import EngagementRepository
from shared.contracts.delivery import EngagementWordDue
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database

MOST = 100
"""Engagements of one transaction."""


class Silences:
    """Looks for them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def look(self) -> None:
        """Asks where a word is owed now."""
        async with self._database.unit_of_work(ByClock("word-due"), looks=True) as uow:
            engagements = EngagementRepository(uow.connection)
            for state, version in await engagements.silent(self._database.clock.now(), MOST):
                event = EngagementWordDue(
                    aggregate_id=state.engagement_id, aggregate_version=version + 1, engagement=state
                )
                await engagements.save(state, version + 1, asked=True)
                uow.record(event)
