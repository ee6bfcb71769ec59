"""Forgets what is old: announcements that nothing stands on, and the ledger of webhooks after its time."""

import asyncio
from datetime import timedelta

import structlog

from services.notifications.settings import NotificationsSettings
from services.notifications.storage.announcements import AnnouncementRepository
from services.notifications.storage.ledger import LedgerRepository
from shared.modalities.errors import Retryable
from shared.runtime.db.database import Database, is_away
from shared.runtime.db.outbox import Cause
from shared.runtime.supervision import Progress, pause

EVERY_S = 3600.0
log = structlog.get_logger()


class Upkeep:
    """Looks every hour."""

    def __init__(self, database: Database, settings: NotificationsSettings) -> None:
        self._database, self._settings = database, settings

    async def run(self, progress: Progress, stop: asyncio.Event) -> None:
        """Runs until the stop."""
        looked = float("-inf")
        while not stop.is_set():
            if self._database.clock.monotonic() - looked > EVERY_S:
                looked = self._database.clock.monotonic()
                try:
                    await self.look()
                except Exception as error:
                    if not (is_away(error) or isinstance(error, Retryable)):
                        raise
                    log.warning("upkeep_waits", error=type(error).__name__)
            progress.beat()
            await pause(stop, 5.0)

    async def look(self) -> int:
        """Forgets; how many rows went."""
        settings = self._settings
        async with self._database.unit_of_work(Cause(None, "upkeep")) as uow:
            gone = await AnnouncementRepository(uow.connection, uow.clock).sweep(
                timedelta(days=settings.announcement_retention_days)
            )
            return gone + await LedgerRepository(uow.connection, uow.clock).sweep(
                timedelta(days=settings.ledger_retention_days)
            )
