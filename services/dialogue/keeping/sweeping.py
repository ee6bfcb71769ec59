"""Contents without a row: an upload that was killed between its bytes and its row leaves one, and nobody ever learns of it."""

from datetime import timedelta
from uuid import UUID

import structlog

from services.dialogue.keeping.contents import Contents
from services.dialogue.storage.threads import ThreadRepository
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.looking import Quiet, looking
from shared.runtime.supervision import Loop

log = structlog.get_logger()
EVERY = timedelta(hours=1)
AFTER = timedelta(days=1)
"""No upload lasts as long."""


class Sweeping:
    """Takes away contents that no message brings."""

    def __init__(self, database: Database, contents: Contents) -> None:
        self._database, self._contents = database, contents

    def loops(self) -> dict[str, Loop]:
        """The loop that looks for them."""
        every = EVERY.total_seconds()
        return {
            "contents": looking(self.look, every, "contents_wait", takes_long=True, bell=self._database.bell)
        }  # fmt: skip

    async def look(self) -> Quiet:
        """Whatever is older than a day and has no row."""
        now = self._database.clock.now()
        old = await self._contents.older_than(now - AFTER)
        async with self._database.unit_of_work(ByClock("contents"), looks=True) as uow:
            known = await ThreadRepository(uow.connection).documents_among([str(UUID(one)) for one in old])
        for one in set(old) - known:
            await self._contents.remove(one)
            log.info("content_without_row_removed", document=one)
        return Quiet(EVERY.total_seconds())
