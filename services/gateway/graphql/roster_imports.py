"""Existing rosters that were taken in, and their rows. The roster answers, with the caller's own token: nothing of it is copied (WM 7)."""

from datetime import datetime
from typing import Any

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.commands import Asked, segment, send
from services.gateway.graphql.told import ask, known
from services.gateway.graphql.types import CommandResult

ROWS = "/roster/imported-rows"


@strawberry.type(description="Rows of a file by what came of them; together they are all rows")
class ImportCounted:
    listed: int
    proposed: int
    unchanged: int
    quarantined: int


@strawberry.type(description="What is wrong in a row: where in the file, where in the body, and in words")
class ImportFault:
    sheet: str | None
    cell: str | None
    column: str | None
    pointer: str
    code: str
    message: str
    english: str | None


@strawberry.type(description="A file that is taken in; done counts rows while it runs", name="RosterImport")
class TakenRoster:
    import_id: str
    source: str
    owner: str
    status: str
    rows: int | None = strawberry.field(description="Known once the file was read to its end")
    done: int
    counts: ImportCounted
    passed_over: JSON = strawberry.field(description="Sheets without a column of the form, with their rows")
    faults: list[ImportFault]
    made_at: datetime
    ended_at: datetime | None


@strawberry.type(description="What came of one row of a file; entryId: the row as it is kept", name="RosterReportRow")
class ReportedLine:
    sheet: str
    number: int
    outcome: str
    entry_id: str | None
    reference: str | None = strawberry.field(description="Of the offer that was listed")
    faults: list[ImportFault]
    kept: list[JSON] = strawberry.field(description="Cells of columns that the form does not know, as text")


@strawberry.type(description="Rows of a file in its order; after where more follow")
class RosterReport:
    nodes: list[ReportedLine]
    after: str | None


@strawberry.type(description="Imports, the newest first; after where more follow")
class RosterImports:
    nodes: list[TakenRoster]
    after: str | None


@strawberry.type(
    description="A row of a roster. Whom it names sees the offer alone; whose roster it is, all of it",
    name="ImportedRow",
)
class TakenRow:
    entry_id: str
    version: int
    status: str
    party: str | None
    body: JSON
    offer_id: str | None
    import_id: str | None
    owner: str | None = strawberry.field(description="Whose roster it is, for who keeps that roster")
    region: str | None
    source: str | None
    sheet: str | None
    number: int | None
    faults: list[ImportFault] | None
    kept: list[JSON] | None = strawberry.field(description="Cells of columns that the form does not know, as text")
    history: list[JSON] | None


@strawberry.type(description="Rows in the order in which they were first taken; after where more follow")
class TakenRows:
    nodes: list[TakenRow]
    after: str | None


def _faults(said: dict[str, Any]) -> list[ImportFault]:
    return [ImportFault(**{name: one.get(name) for name in ImportFault.__annotations__}) for one in said["faults"]]


def _roster(said: dict[str, Any]) -> TakenRoster:
    found: dict[str, Any] = {name: said[name] for name in TakenRoster.__annotations__}
    ended = datetime.fromisoformat(said["ended_at"]) if said["ended_at"] else None
    made = {"made_at": datetime.fromisoformat(said["made_at"]), "ended_at": ended, "faults": _faults(said)}
    return TakenRoster(**found | made | {"counts": ImportCounted(**said["counts"])})


def _row(said: dict[str, Any]) -> TakenRow:
    found: dict[str, Any] = {name: said.get(name) for name in TakenRow.__annotations__}
    return TakenRow(**found | {"faults": _faults(said) if said.get("faults") is not None else None})


@strawberry.type
class ImportQueries:
    """Part of the root."""

    @strawberry.field(description="Existing rosters that were taken in, for whose they are and officers (WM 7)")
    async def roster_imports(self, info: Asked, first: int = 50, after: str | None = None) -> RosterImports:
        await known(info, "Query.rosterImports")
        found = await ask(info, "/roster/imports", owner="roster", first=first, after=after)
        return RosterImports(nodes=[_roster(one) for one in found["imports"]], after=found["after"])

    @strawberry.field(description="How far a roster is taken in, and what came of its rows (WM 7)")
    async def roster_import(self, info: Asked, import_id: str) -> TakenRoster:
        await known(info, "Query.rosterImport")
        return _roster(await ask(info, f"/roster/imports/{segment(import_id)}", owner="roster"))

    @strawberry.field(description="What came of each row of a file, in its order (WM 7)")
    async def roster_import_report(
        self, info: Asked, import_id: str, outcome: str | None = None, first: int = 50, after: str | None = None
    ) -> RosterReport:
        await known(info, "Query.rosterImportReport")
        path = f"/roster/imports/{segment(import_id)}/rows"
        found = await ask(info, path, owner="roster", outcome=outcome, first=first, after=after)
        rows = [ReportedLine(**{name: one.get(name) for name in ReportedLine.__annotations__} | {"faults": _faults(one)})
                for one in found["rows"]]  # fmt: skip
        return RosterReport(nodes=rows, after=found["after"])

    @strawberry.field(
        description="A row of a roster: all of it for whose it is, the offer alone for whom it names (WM 7, 18)"
    )
    async def imported_row(self, info: Asked, entry_id: str) -> TakenRow:
        await known(info, "Query.importedRow")
        return _row(await ask(info, f"{ROWS}/{segment(entry_id)}", owner="roster"))

    @strawberry.field(
        description="Rows of rosters: those in quarantine, for whose roster it is and officers; those that are proposed, also for "
        "the party that they name (WM 7, 18)"
    )
    async def imported_rows(
        self,
        info: Asked,
        status: str | None = None,
        roster: str | None = None,
        first: int = 50,
        after: str | None = None,
    ) -> TakenRows:
        await known(info, "Query.importedRows")
        found = await ask(info, ROWS, owner="roster", status=status, source=roster, first=first, after=after)
        return TakenRows(nodes=[_row(one) for one in found["rows"]], after=found["after"])


@strawberry.type
class ImportMutations:
    """Words about a row of a roster, each on the version that was read."""

    @strawberry.mutation(description="Correct a row that is in quarantine: all of the offer, as it should be (WM 7)")
    async def correct_imported_row(
        self, info: Asked, entry_id: str, content: JSON, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, entry_id, "content", content, expected_version, key, "PUT")

    @strawberry.mutation(
        description="Let a row out of quarantine: as an offer of one's own, or as a proposal to the party that it names (WM 7, 18)"
    )
    async def release_imported_row(self, info: Asked, entry_id: str, expected_version: int, key: str) -> CommandResult:
        return await _say(info, entry_id, "release", None, expected_version, key)

    @strawberry.mutation(description="Say why a row becomes no offer (WM 7)")
    async def reject_imported_row(
        self, info: Asked, entry_id: str, reason: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, entry_id, "rejection", {"reason": reason}, expected_version, key)

    @strawberry.mutation(description="Say, as the party that a proposed row names, whether one offers that (WM 18)")
    async def answer_imported_row(
        self, info: Asked, entry_id: str, answer: str, expected_version: int, key: str, reason: str | None = None
    ) -> CommandResult:
        body = {"answer": answer, "reason": reason}
        return await _say(info, entry_id, "answer", body, expected_version, key)


async def _say(
    info: Asked, entry_id: str, what: str, body: Any, version: int, key: str, method: str = "POST"
) -> CommandResult:
    return await send(info, "roster", method, f"{ROWS}/{segment(entry_id)}/{what}", body, key, version)
