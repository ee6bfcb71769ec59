"""The worker that takes rosters in: one at a time under a lease, in batches, each with its progress in one transaction (WM 7).

A worker that dies leaves whole batches: another one goes on after the last of them, and no row is taken twice.
"""

import asyncio
from collections.abc import Awaitable
from itertools import islice
from typing import TypeVar
from uuid import UUID

import structlog

from services.roster.actions.take_rows import RowRead, take_rows
from services.roster.domain.imported import ReportedRow, RosterImport, of_fault
from services.roster.importing.reading import otherwise, row_read, table_rows
from services.roster.settings import RosterSettings
from services.roster.storage.imports import ImportRepository
from shared.application.use_case import Doing
from shared.modalities.access.actor import Actor
from shared.modalities.errors import Fault, Retryable
from shared.runtime import failpoints
from shared.runtime.db.cause import ByActor, ByClock
from shared.runtime.db.database import Database, is_away
from shared.runtime.identifiers import new_id
from shared.runtime.looking import Found, Quiet, looking
from shared.runtime.supervision import Loop
from shared.workbooks.archive import UnreadableWorkbook

EVERY_S = 0.5
Answer = TypeVar("Answer")
log = structlog.get_logger()


class LeaseLost(Exception):
    """Another worker goes on with it."""


class Importer:
    """Takes in whatever waits."""

    def __init__(self, database: Database, settings: RosterSettings) -> None:
        self._database, self._settings = database, settings
        self._name = new_id(database.clock)

    def loops(self) -> dict[str, Loop]:
        """The loop that looks for a roster to take in."""
        return {
            "imports": looking(self.look, EVERY_S, "imports_wait", takes_long=True, bell=self._database.bell)
        }  # fmt: skip

    async def look(self) -> Found:
        """Takes in the oldest roster that waits; until when there is nothing to do where none does."""
        now = self._database.clock.now()
        async with self._database.unit_of_work(ByClock("imports"), looks=True) as uow:
            imports = ImportRepository(uow.connection)
            claimed = await imports.claim(self._name, now, now + self._settings.import_lease)
            free = await imports.next_free() if claimed is None else None
        if claimed is None:
            return Quiet.until(free, now)
        try:
            await self._take_in(*claimed)
        except LeaseLost:
            log.warning("import_lease_lost", import_id=claimed[0].import_id)
        except Exception as error:
            if is_away(error) or isinstance(error, Retryable):
                raise
            # What was not foreseen in one file must not end what all others wait for.
            log.exception("import_failed", import_id=claimed[0].import_id, error=type(error).__name__)
            await self._failed(claimed[0].import_id)
        return 1

    async def _failed(self, import_id: str) -> None:
        """It ends where it is: sent again, what was taken is unchanged and the rest is taken."""
        async with self._database.unit_of_work(ByClock("imports")) as uow:
            imports = ImportRepository(uow.connection)
            if (state := await imports.find(UUID(import_id))) is not None:
                await self._hold(imports, state)
                fault = of_fault(Fault("", "Something went wrong; it was logged", "import_failed"))
                changes = {"status": "failed", "faults": (fault,), "ended_at": self._database.clock.now()}
                await imports.keep(state.model_copy(update=changes))

    async def _take_in(self, state: RosterImport, actor: Actor) -> None:
        async with self._database.unit_of_work(ByClock("imports"), looks=True) as uow:
            raw = await ImportRepository(uow.connection).file(state.import_id)
        if state.rows is None:
            state = await self._surveyed(state, raw)
        if state.status == "running":
            await self._batches(state, actor, raw)

    async def _surveyed(self, state: RosterImport, raw: bytes) -> RosterImport:
        """Reads the file to its end before anything of it is taken: one that cannot be read is refused as a whole."""
        passed_over: dict[str, int] = {}

        def count() -> int:
            return sum(1 for _ in table_rows(raw, state.meaning, passed_over))

        changes: dict[str, object]
        try:
            changes = {"status": "running", "rows": await self._held(state, asyncio.to_thread(count))}
        except UnreadableWorkbook as error:
            fault = of_fault(Fault("", str(error), error.code))
            changes = {"status": "unreadable", "faults": (fault,), "ended_at": self._database.clock.now()}
        state = state.model_copy(update={**changes, "passed_over": passed_over})
        async with self._database.unit_of_work(ByClock("imports")) as uow:
            await self._hold(ImportRepository(uow.connection), state)
            await ImportRepository(uow.connection).keep(state)
        return state

    async def _batches(self, state: RosterImport, actor: Actor, raw: bytes) -> None:
        settings, instead = self._settings, otherwise(state.meaning)
        rows = table_rows(raw, state.meaning, {})

        def after(done: int) -> None:
            next(islice(rows, done, done), None)

        def batch() -> list[RowRead]:
            door = settings.door(self._database.clock.now().date())
            return [row_read(one, instead, door) for one in islice(rows, settings.import_batch_rows)]

        await self._held(state, asyncio.to_thread(after, state.done))
        while state.status == "running":
            state = await self._batch(state, actor, await self._held(state, asyncio.to_thread(batch)))
            failpoints.hit("import_after_batch")

    async def _batch(self, state: RosterImport, actor: Actor, rows: list[RowRead]) -> RosterImport:
        cause = ByActor(actor, state.import_id, state.import_id)
        async with self._database.unit_of_work(cause) as uow:
            imports = ImportRepository(uow.connection)
            # First, so that a worker that lost it waits for, and then finds, what the other one did.
            await self._hold(imports, state)
            reports = await take_rows(Doing(actor, uow, self._settings), state, rows)
            await imports.report(state.import_id, state.done + 1, reports)
            state = self._after(state, reports)
            await imports.keep(state)
        return state

    def _after(self, state: RosterImport, reports: list[ReportedRow]) -> RosterImport:
        done, counts = state.done + len(reports), state.counts.plus([one.outcome for one in reports])
        state = state.model_copy(update={"done": done, "counts": counts})
        if done < (state.rows or 0) and reports:
            return state
        return state.model_copy(update={"status": "done", "ended_at": self._database.clock.now()})

    async def _hold(self, imports: ImportRepository, state: RosterImport) -> None:
        until = self._database.clock.now() + self._settings.import_lease
        if not await imports.hold(state.import_id, self._name, until):
            raise LeaseLost

    async def _held(self, state: RosterImport, work: Awaitable[Answer]) -> Answer:
        """Waits for work of a thread, and says meanwhile that this worker lives."""
        working = asyncio.ensure_future(work)
        while not working.done():
            await asyncio.wait({working}, timeout=self._settings.import_lease_s / 3)
            if not working.done():
                async with self._database.unit_of_work(ByClock("imports"), looks=True) as uow:
                    await self._hold(ImportRepository(uow.connection), state)
        return working.result()
