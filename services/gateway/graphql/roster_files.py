"""Existing rosters on their way between whoever keeps one and the roster of this deployment: passed on as they come, nothing is kept (WM 7).

Routes beside /graphql, since its resolvers answer no files.
"""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from services.gateway.graphql.context import Context
from services.gateway.graphql.passing_on import as_it_came, asked_language, context_of, sent_on
from shared.contracts.shapes.imported import MOST_BYTES
from shared.modalities.access import actions as a
from shared.runtime.federation.tokens import ELSEWHERE
from shared.runtime.http.attached import BESIDE_ROSTER, LANGUAGE
from shared.runtime.http.routes import idempotency_key, route
from shared.workbooks.media_type import MEDIA_TYPE

OWNER, ALL = "roster", "/roster/imports"
TRIAL = ALL + "/dry-run"
LARGER = {ALL: MOST_BYTES, TRIAL: MOST_BYTES}
"""Addresses that take a file (``create_app``)."""
FILE = "application/octet-stream"


def roster_file_routes(made: Callable[[], Context]) -> APIRouter:
    """Routes of the roster, for those who reach the gateway alone; ``made``: what is known of a caller, anew for each."""
    router = APIRouter(tags=["rosters"])

    async def template(request: Request, path: str) -> Response:
        context, asked = context_of(made, request), asked_language(request)
        return as_it_came(
            await context.owners.file(OWNER, path, context.forwarded(), None, "", None, ELSEWHERE, **asked)
        )

    async def passed(request: Request, path: str, key: str | None) -> Response:
        sent = {"Content-Type": FILE} | ({"Idempotency-Key": key} if key is not None else {})
        return await sent_on(context_of(made, request), OWNER, path, request, sent, ("content-type",))

    @route(router, "GET", ALL + "/template.xlsx", a.IMPORT_OFFERS, answer=MEDIA_TYPE, parameters=LANGUAGE,
           summary="An empty roster as a workbook")  # fmt: skip
    async def roster_workbook(request: Request) -> Response:
        return await template(request, ALL + "/template.xlsx")

    @route(router, "GET", ALL + "/template.csv", a.IMPORT_OFFERS, answer="text/csv", parameters=LANGUAGE,
           summary="An empty roster in CSV")  # fmt: skip
    async def roster_table(request: Request) -> Response:
        return await template(request, ALL + "/template.csv")

    @route(router, "POST", TRIAL, a.IMPORT_OFFERS, key=False, body=FILE, answer="application/json", parameters=BESIDE_ROSTER,
           most=MOST_BYTES, summary="What taking a roster in would bring, row by row; nothing is stored")  # fmt: skip
    async def try_roster(request: Request) -> Response:
        return await passed(request, TRIAL, None)

    @route(router, "POST", ALL, a.IMPORT_OFFERS, body=FILE, answer="application/json", parameters=BESIDE_ROSTER, status=201,
           most=MOST_BYTES, summary="Take an existing roster in, in CSV or as a workbook")  # fmt: skip
    async def take_roster(request: Request) -> Response:
        return await passed(request, ALL, idempotency_key(request))

    return router
