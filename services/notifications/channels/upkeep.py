"""Forgets what is old: announcements that nothing stands on, and the ledger of webhooks after its time."""

from datetime import timedelta

from services.notifications.settings import NotificationsSettings
from services.notifications.storage.announcements import AnnouncementRepository
from services.notifications.storage.ledger import LedgerRepository
from services.notifications.storage.traces import Traces
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database


class ChannelUpkeep:
    """Looks every hour."""

    def __init__(self, database: Database, settings: NotificationsSettings) -> None:
        self._database, self._settings = database, settings

    async def look(self) -> int:
        """Forgets; how many rows went."""
        settings = self._settings
        async with self._database.unit_of_work(ByClock("upkeep"), looks=True) as uow:
            gone = await AnnouncementRepository(uow.connection, uow.clock).sweep(
                timedelta(days=settings.announcement_retention_days)
            )
            gone += await Traces(uow.connection, uow.clock).sweep()
            return gone + await LedgerRepository(uow.connection, uow.clock).sweep(
                timedelta(days=settings.ledger_retention_days)
            )
