"""Time as an event: once a year has ended, its annual report is owed (WM 21)."""

from services.dialogue.actions.owe_report import owe_report, year_ends
from services.dialogue.settings import DialogueSettings
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.looking import Quiet, looking
from shared.runtime.supervision import Loop

EVERY_S = 3600.0
"""How soon after a commit it looks again: the year has time."""


class ReportYear:
    """Looks at the start, when the year ends where the bureau sits, and from time to time."""

    def __init__(self, database: Database, settings: DialogueSettings) -> None:
        self._database, self._settings = database, settings

    def loops(self) -> dict[str, Loop]:
        """The loop that looks."""
        return {"report_year": looking(self.look, EVERY_S, "report_year_waits", bell=self._database.bell)}

    async def look(self) -> Quiet:
        """Makes the annual report where it is owed; answers how long nothing will be."""
        deployment = self._settings.deployment
        async with self._database.unit_of_work(ByClock("report-year"), looks=True) as uow:
            await owe_report(uow, deployment)
            now = uow.now()
        return Quiet.until(year_ends(deployment, now), now)
