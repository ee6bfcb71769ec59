"""Time as an event: once a review day has come without a review in a year, one is owed (WM 21)."""

from datetime import UTC, datetime, time

from services.dialogue.actions.owe_review import owe_review
from services.dialogue.domain.review_day import coming
from services.dialogue.settings import DialogueSettings
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.looking import Quiet, looking
from shared.runtime.supervision import Loop

EVERY_S = 3600.0
"""How soon after a commit it looks again: the year has time."""


class ReviewDay:
    """Looks at the start, when the next review day comes, and from time to time."""

    def __init__(self, database: Database, settings: DialogueSettings) -> None:
        self._database, self._settings = database, settings

    def loops(self) -> dict[str, Loop]:
        """The loop that looks."""
        return {"review_day": looking(self.look, EVERY_S, "review_day_waits", bell=self._database.bell)}

    async def look(self) -> Quiet:
        """Makes the yearly review where it is owed; answers how long nothing will be."""
        day, deployment = self._settings.review_day, self._settings.deployment
        async with self._database.unit_of_work(ByClock("review-day"), looks=True) as uow:
            await owe_review(uow, day, deployment)
            now = uow.now()
        return Quiet.until(datetime.combine(coming(day, now.date()), time(), UTC), now)
