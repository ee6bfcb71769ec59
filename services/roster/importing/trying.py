"""A roster is tried: what taking it in would bring, row by row, by the same steps; nothing is stored (WM 7)."""

import asyncio
from itertools import islice

from services.roster.actions.import_offers import RosterFile, owner_of
from services.roster.actions.take_rows import RowRead, RowsTried, take_rows, without_identifiers
from services.roster.domain.imported import ImportCounts, ReportedRow, RosterImport
from services.roster.importing.reading import otherwise, row_read, table_rows
from services.roster.settings import RosterSettings
from shared.application.use_case import Doing
from shared.modalities.errors import Fault, Invalid
from shared.runtime.db.cause import ByActor
from shared.runtime.db.database import Database
from shared.workbooks.archive import UnreadableWorkbook


class _Undone(Exception):
    """Ends a transaction so that nothing of it is kept."""


class Trial:
    """One dry run. ``passed_over``: sheets without a column of the form, with their rows."""

    def __init__(self, database: Database, settings: RosterSettings, cause: ByActor, said: RosterFile) -> None:
        self._database, self._settings, self._cause, self._said = database, settings, cause, said
        self.passed_over: dict[str, int] = {}

    async def run(self) -> tuple[ImportCounts, list[ReportedRow]]:
        """What would come of each row. Raises Invalid for a file that cannot be read."""
        by, settings, tried = self._cause.actor, self._settings, RowsTried()
        to = RosterImport(
            import_id="", owner=owner_of(by), region=settings.deployment, source=self._said.source, by=by.subject,
            made_at=self._database.clock.now(),
        )  # fmt: skip
        rows, instead = (
            table_rows(self._said.content, self._said.meaning, self.passed_over),
            otherwise(self._said.meaning),
        )
        door = settings.door(to.made_at.date())

        def batch() -> list[RowRead]:
            return [row_read(one, instead, door) for one in islice(rows, settings.import_batch_rows)]

        reports: list[ReportedRow] = []
        try:
            while found := await asyncio.to_thread(batch):
                reports += without_identifiers(await self._batch(to, found, tried))
        except UnreadableWorkbook as error:
            raise Invalid((Fault("", str(error), error.code),)) from error
        return ImportCounts().plus([one.outcome for one in reports]), reports

    async def _batch(self, to: RosterImport, rows: list[RowRead], tried: RowsTried) -> list[ReportedRow]:
        reports: list[ReportedRow] = []
        try:
            async with self._database.unit_of_work(self._cause) as uow:
                reports = await take_rows(Doing(self._cause.actor, uow, self._settings), to, rows, tried)
                raise _Undone
        except _Undone:
            return reports
