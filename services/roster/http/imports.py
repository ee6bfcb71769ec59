"""Existing rosters over HTTP: templates, dry runs, imports with their progress and reports, rows in quarantine (WM 7, 18)."""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from prometheus_client import Gauge
from pydantic import BaseModel

from services.roster import actions
from services.roster.actions.import_offers import RosterFile, owner_of
from services.roster.domain.imported import (
    OUTCOMES,
    STANDINGS,
    ImportCounts,
    ImportedRowSeen,
    ImportMeaning,
    ReportedRow,
    RosterImport,
    in_words,
)
from services.roster.importing.reading import FORM, unknown_keys
from services.roster.importing.trying import Trial
from services.roster.queries import imports as query
from services.roster.settings import RosterSettings
from shared.application.over_http import At, HttpOrder, answered, commands
from shared.application.runner import Runner
from shared.contracts.shapes.imported import MOST_BYTES
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise
from shared.modalities.access.imports import roster_import
from shared.modalities.errors import Fault, Invalid
from shared.runtime.db.answers import request_hash
from shared.runtime.http.attached import BESIDE_ROSTER, LANGUAGE, attached, language_of
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.described import code, text, whole
from shared.runtime.http.languages import preferred
from shared.runtime.http.places import Bounds, Places
from shared.runtime.http.routes import cause_of, id_in_path, idempotency_key, json, route, seen
from shared.runtime.identifiers import parsed
from shared.workbooks.media_type import MEDIA_TYPE
from shared.workbooks.table import as_csv
from shared.workbooks.writing import written

ALL, ROWS = "/roster/imports", "/roster/imported-rows"
ONE, ROW, TRIAL = ALL + "/{import_id}", ROWS + "/{entry_id}", ALL + "/dry-run"
LARGER: Mapping[str, int] = {ALL: MOST_BYTES, TRIAL: MOST_BYTES}
"""Addresses that take a file (``create_app``)."""
OPEN = Gauge("acsg_imports_open", "Rosters that are being received or tried")
BOUNDS, AGAIN_S = Bounds(4, 1, 1, 0.5), 5.0
FILE = "application/octet-stream"
PAGE = whole("first", 1, query.MOST, "How many at most", default=100)
AFTER = text("after", "Identifier of the last one that was read", "cursor")
TABLE = (
    At("PUT", ROW + "/content", actions.CORRECT_ROW, ImportedRowSeen, "Correct a row that is in quarantine"),
    At("POST", ROW + "/release", actions.RELEASE_ROW, ImportedRowSeen,
       "Let a row out of quarantine: as an offer of one's own, or as a proposal to the party that it names"),
    At("POST", ROW + "/rejection", actions.REJECT_ROW, ImportedRowSeen, "Say why a row becomes no offer"),
    At("POST", ROW + "/answer", actions.ANSWER_ROW, ImportedRowSeen,
       "The party that a proposed row names offers it, or does not"),
)  # fmt: skip
IMPORT = At("POST", ALL, actions.IMPORT_OFFERS, RosterImport, "Take an existing roster in, in CSV or as a workbook",
            made=ALL + "/{id}", tagged=False)  # fmt: skip


class ImportsAnswer(BaseModel):
    """Imports, the newest first; ``after`` where more follow."""

    imports: tuple[RosterImport, ...]
    after: str | None


class ImportReport(BaseModel):
    """Rows of a file in its order; ``after`` where more follow."""

    rows: tuple[ReportedRow, ...]
    after: str | None


class TrialAnswer(BaseModel):
    """What taking it in would bring: a row for each row of the file. Nothing was stored."""

    counts: ImportCounts
    passed_over: dict[str, int]
    rows: tuple[ReportedRow, ...]


class ImportedRows(BaseModel):
    """Rows in the order in which they were first taken; ``after`` where more follow."""

    rows: tuple[ImportedRowSeen, ...]
    after: str | None


def _language(request: Request, actor: Actor) -> str:
    return preferred(request) or actor.language


async def _said(request: Request) -> RosterFile:
    """The file, and what is said beside it. Raises Invalid."""
    asked = request.query_params
    source = asked.get("source", "").strip()
    columns = dict(one.rpartition("=")[::2] for one in asked.getlist("column"))
    otherwise = dict(one.partition("=")[::2] for one in asked.getlist("otherwise"))
    meaning = ImportMeaning(columns=columns, otherwise=otherwise)
    faults = unknown_keys(meaning)
    if not source:
        faults = (Fault("/parameters/source", "say which roster it is", "source_needed"), *faults)
    if faults:
        raise Invalid(faults, "invalid_parameters")
    return RosterFile(source=source, meaning=meaning, content=await request.body())


def import_routes(runner: Runner[RosterSettings]) -> APIRouter:
    """Routes of imports; those with a word of their own stand before those of one import."""
    router, places = APIRouter(tags=["rosters"]), Places("imports", BOUNDS, AGAIN_S, OPEN)
    commands(router, runner, *TABLE)
    _templates(router, runner)
    _files(router, runner, places)
    _reads(router, runner)
    return router


async def _may_import(request: Request, runner: Runner[RosterSettings]) -> Actor:
    actor = await actor_of(request)
    authorise(actor, a.IMPORT_OFFERS, roster_import(runner.context.deployment, owner_of(actor)))
    return actor


def _templates(router: APIRouter, runner: Runner[RosterSettings]) -> None:
    async def made(request: Request, make: Any, suffix: str, media_type: str) -> Response:
        actor = await _may_import(request, runner)
        language = language_of(request, actor)
        raw = await asyncio.to_thread(make, language)
        return attached(raw, f"acsg-roster-{language}.{suffix}", language, media_type)

    @route(router, "GET", ALL + "/template.xlsx", a.IMPORT_OFFERS, summary="An empty roster as a workbook",
           answer=MEDIA_TYPE, parameters=LANGUAGE)  # fmt: skip
    async def roster_workbook(request: Request) -> Response:
        return await made(request, lambda one: written(FORM, one, {}, {}), "xlsx", MEDIA_TYPE)

    @route(router, "GET", ALL + "/template.csv", a.IMPORT_OFFERS, summary="An empty roster in CSV",
           answer="text/csv", parameters=LANGUAGE)  # fmt: skip
    async def roster_table(request: Request) -> Response:
        return await made(request, partial(as_csv, FORM), "csv", "text/csv; charset=utf-8")


def _files(router: APIRouter, runner: Runner[RosterSettings], places: Places) -> None:
    @route(router, "POST", TRIAL, a.IMPORT_OFFERS, key=False, body=FILE, answer=TrialAnswer, parameters=BESIDE_ROSTER, most=MOST_BYTES,
           summary="What taking a roster in would bring, row by row; nothing is stored")  # fmt: skip
    async def try_import(request: Request) -> Response:
        actor = await _may_import(request, runner)
        leave = places.enter(actor, request.client.host if request.client else "")
        try:
            trial = Trial(runner.database, runner.context, await cause_of(request), await _said(request))
            counts, rows = await trial.run()
        finally:
            leave()
        language = _language(request, actor)
        said = tuple(one.model_copy(update={"faults": in_words(one.faults, language)}) for one in rows)
        return json(TrialAnswer(counts=counts, passed_over=trial.passed_over, rows=said))

    @route(router, "POST", ALL, a.IMPORT_OFFERS, body=FILE, answer=RosterImport, parameters=BESIDE_ROSTER, status=201, most=MOST_BYTES,
           summary=IMPORT.summary)  # fmt: skip
    async def import_offers(request: Request) -> Response:
        actor = await _may_import(request, runner)
        leave = places.enter(actor, request.client.host if request.client else "")
        try:
            cause, key, said = await cause_of(request), idempotency_key(request), await _said(request)
            digest = request_hash("POST", f"{ALL}?{request.url.query}", said.content)
            return await answered(runner, IMPORT, HttpOrder(request, IMPORT, cause, key, digest, b"", said))
        finally:
            leave()


def _reads(router: APIRouter, runner: Runner[RosterSettings]) -> None:
    database = runner.database

    @route(router, "GET", ALL, a.READ_IMPORT, answer=ImportsAnswer, parameters=(AFTER, PAGE),
           summary="Rosters that were taken in, the newest first")  # fmt: skip
    async def list_imports(request: Request) -> Response:
        actor, after, first = await _page(request)
        found, more = await query.list_imports(database, actor, parsed(after), first, _language(request, actor))
        return seen({"imports": found, "after": more})

    @route(router, "GET", ONE, a.READ_IMPORT, answer=RosterImport,
           summary="How far a roster is taken in, and what came of its rows")  # fmt: skip
    async def read_import(request: Request) -> Response:
        actor, import_id = await actor_of(request), id_in_path(request, "import_id", "import")
        return seen(await query.read_import(database, actor, import_id, _language(request, actor)))

    @route(router, "GET", ONE + "/rows", a.READ_IMPORT, answer=ImportReport,
           parameters=(code("outcome", OUTCOMES, "Only rows of which this came"),
                       whole("after", 0, 10**9, "Place of the last row that was read", default=0), PAGE),
           summary="What came of each row of a file, in its order")  # fmt: skip
    async def read_import_report(request: Request) -> Response:
        actor, asked, import_id = (
            await actor_of(request),
            request.query_params,
            id_in_path(request, "import_id", "import"),
        )
        after, first = int(asked.get("after", 0)), int(asked.get("first", 100))
        rows, more = await query.read_report(
            database, actor, import_id, after, first, asked.get("outcome"), _language(request, actor)
        )
        return json(ImportReport(rows=tuple(rows), after=str(more) if more is not None else None))

    @route(router, "GET", ROWS, a.READ_IMPORTED, answer=ImportedRows,
           parameters=(code("status", STANDINGS, "Only rows that stand so"), text("source", "Only of this roster"),
                       AFTER, PAGE),
           summary="Rows of rosters: those in quarantine, and those that are proposed to the reader")  # fmt: skip
    async def list_imported_rows(request: Request) -> Response:
        actor, after, first = await _page(request)
        where = {name: request.query_params[name] for name in ("status", "source") if name in request.query_params}
        found, more = await query.list_rows(database, actor, where, parsed(after), first, _language(request, actor))
        return seen({"rows": found, "after": more})

    @route(router, "GET", ROW, a.READ_IMPORTED, answer=ImportedRowSeen,
           summary="A row of a roster, as its reader sees it")  # fmt: skip
    async def read_imported_row(request: Request) -> Response:
        actor, entry_id = await actor_of(request), id_in_path(request, "entry_id", "row of a roster")
        state, version = await query.read_row(database, actor, entry_id, _language(request, actor))
        return seen(state, version=version)


async def _page(request: Request) -> tuple[Actor, str, int]:
    asked = request.query_params
    return await actor_of(request), asked.get("after", ""), int(asked.get("first", 100))
