"""A request as a workbook, on its way between whoever fills it and the intake that serves them: nothing of it is kept (WM 6, 8).

Routes beside /graphql, since its resolvers answer no files; who asks, and where a thing belongs, is found as they find it.
"""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from services.gateway.graphql.context import Context
from services.gateway.graphql.home import Home, home_of, home_of_new, home_of_new_at_geneva
from services.gateway.graphql.passing_on import as_it_came, asked_language, context_of
from shared.modalities.access import actions as a
from shared.modalities.access.actions import Action
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resource import ANYTHING
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P6
from shared.runtime.federation.tokens import ELSEWHERE
from shared.runtime.http.attached import LANGUAGE
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.routes import id_in_path, route
from shared.workbooks.answer import WorkbookRead
from shared.workbooks.media_type import MEDIA_TYPE

OWNER, PATH = "intake", "/support-requests"


def workbook_routes(made: Callable[[], Context]) -> APIRouter:
    """Four routes of intake, for those who reach the gateway alone; ``made``: what is known of a caller, anew for each."""
    router = APIRouter(tags=["support requests"])

    async def passed(request: Request, action: Action, path: str, of: str | None, raw: bytes | None = None) -> Response:
        context = context_of(made, request)
        actor = await actor_of(request)
        if of is None:
            authorise(actor, action, ANYTHING)
        home = await _home(context, of)
        if home.region is not None and actor.scopes is not None:
            words = "A narrowed token, as a program has, is good at the deployment it was made for alone"
            raise NotPermitted("not_permitted", words, P6)
        answer = await context.owners.file(
            OWNER, path, context.forwarded(), raw, MEDIA_TYPE, home.region, home.scope or ELSEWHERE,
            **asked_language(request),
        )  # fmt: skip
        return as_it_came(answer)

    @route(router, "GET", PATH + "/workbook", a.CHECK_REQUEST, summary="An empty request as a workbook",
           answer=MEDIA_TYPE, parameters=LANGUAGE)  # fmt: skip
    async def request_template(request: Request) -> Response:
        return await passed(request, a.CHECK_REQUEST, PATH + "/workbook", None)

    @route(router, "GET", PATH + "/{request_id}/workbook", a.READ_REQUEST, answer=MEDIA_TYPE, parameters=LANGUAGE,
           summary="A request as a workbook, as far as its reader sees it")  # fmt: skip
    async def read_request_workbook(request: Request) -> Response:
        one = str(id_in_path(request, "request_id", "support request"))
        return await passed(request, a.READ_REQUEST, f"{PATH}/{one}/workbook", f"{PATH}/{one}")

    @route(router, "GET", "/drafts/{draft_id}/workbook", a.READ_DRAFT, answer=MEDIA_TYPE, parameters=LANGUAGE,
           summary="A request that is prepared, as a workbook, as far as its reader sees it")  # fmt: skip
    async def read_draft_workbook(request: Request) -> Response:
        one = f"/drafts/{id_in_path(request, 'draft_id', 'draft')}"
        return await passed(request, a.READ_DRAFT, one + "/workbook", one)

    @route(router, "POST", PATH + "/workbook", a.CHECK_REQUEST, key=False, body=MEDIA_TYPE, answer=WorkbookRead,
           summary="The body that a workbook says, and its faults by sheet and cell; nothing is stored")  # fmt: skip
    async def read_workbook(request: Request) -> Response:
        return await passed(request, a.CHECK_REQUEST, PATH + "/workbook", None, await request.body())

    return router


async def _home(context: Context, of: str | None) -> Home:
    """Where the request is; of none, where one of the caller's would be made."""
    if of is not None:
        return await home_of(context, of) if context.settings.peers else Home()
    said = {"requesting_states": [(await context.actor()).party]}
    if context.owners.runs(OWNER):
        return home_of_new_at_geneva(context, OWNER, PATH, said)
    return home_of_new(context, PATH, said)
