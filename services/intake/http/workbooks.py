"""A request as a workbook, out and in, for whoever fills it without a connection (WM 8). Reading stores nothing."""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from prometheus_client import Gauge

from services.intake.actions.bodies import RequestBody
from services.intake.actions.submission import content_of
from services.intake.queries import requests as query
from shared.contracts.body import fitting
from shared.contracts.shapes.named_party import asked_in
from shared.modalities.access import actions as a
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resource import ANYTHING
from shared.modalities.errors import Fault, Invalid
from shared.runtime.db.database import Database
from shared.runtime.http.attached import LANGUAGE, attached, language_of
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.languages import preferred
from shared.runtime.http.places import Bounds, Places
from shared.runtime.http.problems import fault_in_language
from shared.runtime.http.routes import door_of, id_in_path, json, route
from shared.workbooks.answer import WorkbookRead, answer_of
from shared.workbooks.archive import UnreadableWorkbook, opened
from shared.workbooks.form import form_of
from shared.workbooks.found import Found
from shared.workbooks.media_type import MEDIA_TYPE
from shared.workbooks.reading import read
from shared.workbooks.writing import written

PATH = "/support-requests"
FORM = form_of("request", RequestBody)
OPEN = Gauge("acsg_workbooks_open", "Workbooks that are being made or read")
BOUNDS = Bounds(4, 2, 1, 0.5)
"""A workbook costs up to a second of one processor, so that few are worked on at a time."""
AGAIN_S = 5.0


class Workbooks:
    """Makes and reads workbooks, few at a time."""

    def __init__(self) -> None:
        self._places = Places("workbooks", BOUNDS, AGAIN_S, OPEN)

    async def made(self, request: Request, content: Mapping[str, Any], about: Mapping[str, str], name: str) -> Response:
        """A workbook with this content, in the language that is asked for."""
        actor = await actor_of(request)
        language = language_of(request, actor)
        leave = self._places.enter(actor, request.client.host if request.client else "")
        try:
            raw = await asyncio.to_thread(written, FORM, language, content, about)
        finally:
            leave()
        return attached(raw, f"acsg-{name}-{language}.xlsx", language, MEDIA_TYPE)

    async def read(self, request: Request) -> Found:
        """What the workbook in a request says. Raises Invalid for what is none of ours."""
        actor, raw = await actor_of(request), await request.body()
        leave = self._places.enter(actor, request.client.host if request.client else "")
        try:
            return await asyncio.to_thread(_read, raw)
        except UnreadableWorkbook as error:
            raise Invalid((Fault("", str(error), error.code),)) from error
        finally:
            leave()


def workbook_routes(database: Database, workbooks: Workbooks) -> APIRouter:
    """Routes of the workbook of a request; they stand before those of one request, whose identifier takes any text."""
    router = APIRouter(tags=["support requests"])

    @route(router, "GET", PATH + "/workbook", a.CHECK_REQUEST, summary="An empty request as a workbook",
           answer=MEDIA_TYPE, parameters=LANGUAGE)  # fmt: skip
    async def request_template(request: Request) -> Response:
        authorise(await actor_of(request), a.CHECK_REQUEST, ANYTHING)
        return await workbooks.made(request, {}, {}, "request")

    @route(router, "GET", PATH + "/{request_id}/workbook", a.READ_REQUEST, answer=MEDIA_TYPE, parameters=LANGUAGE,
           summary="A request as a workbook, as far as its reader sees it")  # fmt: skip
    async def read_request_workbook(request: Request) -> Response:
        actor, request_id = await actor_of(request), id_in_path(request, "request_id", "support request")
        state, version = await query.read_request(database, actor, request_id)
        about = {"request_id": str(request_id), "object_version": str(version)}
        return await workbooks.made(request, asked_in(state), about, f"request-{state['reference']}")

    @route(router, "POST", PATH + "/workbook", a.CHECK_REQUEST, key=False, body=MEDIA_TYPE, answer=WorkbookRead,
           summary="The body that a workbook says, and its faults by sheet and cell; nothing is stored")  # fmt: skip
    async def read_workbook(request: Request) -> Response:
        actor = await actor_of(request)
        authorise(actor, a.CHECK_REQUEST, ANYTHING)
        found = await workbooks.read(request)
        words = partial(fault_in_language, language=preferred(request) or actor.language)
        return json(answer_of(found, _faults(request, found), words))

    return router


def _read(raw: bytes) -> Found:
    return read(FORM, opened(raw))


def _faults(request: Request, found: Found) -> tuple[Fault, ...]:
    """What the door of a request's body says of what was found: the same codes and words."""
    try:
        content_of(fitting(found.as_json(), RequestBody, door_of(request)))
    except Invalid as error:
        return error.faults
    return ()
