"""Support requests over HTTP (WM 8, 13, 15, 16, 17)."""

from fastapi import APIRouter, Request, Response

from services.intake import actions
from services.intake.actions.bodies import Findings, RequestBody, StoredVersion
from services.intake.actions.submission import Submitting
from services.intake.actions.the_request import RequestContext
from services.intake.queries import requests as query
from shared.application.over_http import At, commands
from shared.application.runner import Runner
from shared.contracts.shapes.seen import SupportRequestSeen as Seen
from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.access import actions as a
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resource import ANYTHING
from shared.runtime.db.answers import request_hash
from shared.runtime.http.asked import Asked
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.command import replay
from shared.runtime.http.described import number_in_path
from shared.runtime.http.routes import JSON, body_of, cause_of, id_in_path, idempotency_key, json, route, seen
from shared.runtime.kafka.fitting import TooLarge

PATH = "/support-requests"
ONE = PATH + "/{request_id}"
TABLE = (
    At("PUT", ONE + "/content", actions.REVISE_REQUEST, Seen, "Submit a new version"),
    At("POST", ONE + "/feedback", actions.SHARE_FEEDBACK, Seen, "Share feedback per criterion"),
    At("POST", ONE + "/decision", actions.DECIDE_REQUEST, Seen, "Find the request in line, or not"),
    At("PUT", ONE + "/consent", actions.GIVE_CONSENT, Seen, "Agree to solicitation and name what is shown"),
    At("DELETE", ONE + "/consent", actions.WITHDRAW_CONSENT, Seen, "Take the agreement back"),
    At("POST", ONE + "/answer", actions.ANSWER_NAMING, Seen,
       "A party that the request names agrees, declines, or takes its part out"),
    At("POST", ONE + "/recipient-answer", actions.ANSWER_AS_RECIPIENT, Seen,
       "A recipient other than a State agrees, declines, or takes its part out"),
    At("POST", ONE + "/withdrawal", actions.WITHDRAW_REQUEST, Seen, "Withdraw the request"),
)  # fmt: skip


def where(request_id: str) -> dict[str, str]:
    """Headers of the answer to a new request."""
    return {"ETag": '"1"', "Location": f"{PATH}/{request_id}"}


def submission_routes(submitting: Submitting) -> APIRouter:
    """Routes that make findings of a body."""
    router = APIRouter(tags=["support requests"])

    @route(router, "POST", PATH, a.SUBMIT_REQUEST, summary="Submit a support request", body=RequestBody,
           answer=SupportRequestState, status=201)  # fmt: skip
    async def submit_request(request: Request) -> Response:
        cause, key, raw = await cause_of(request), idempotency_key(request), await request.body()
        body = await body_of(request, RequestBody)
        try:
            answer, repeated = await submitting.submit(cause, key, request_hash("POST", PATH, raw), body)
        except TooLarge as error:
            raise error.placed(raw) from None
        return replay(answer) if repeated else Response(answer.body, 201, answer.headers, JSON)

    @route(router, "POST", PATH + "/check", a.CHECK_REQUEST, summary="What the rules would find; nothing is stored",
           body=RequestBody, answer=Findings, key=False)  # fmt: skip
    async def check_request(request: Request) -> Response:
        actor = await actor_of(request)
        authorise(actor, a.CHECK_REQUEST, ANYTHING)
        body = await body_of(request, RequestBody)
        return json(await query.checked(submitting.database, actor, submitting.rules, body))

    return router


def change_routes(runner: Runner[RequestContext]) -> APIRouter:
    """Routes on one request."""
    router, database = APIRouter(tags=["support requests"]), runner.database
    commands(router, runner, *TABLE)

    @route(router, "GET", ONE, a.READ_REQUEST, summary="A request with its findings", answer=Seen)
    async def read_request(request: Request) -> Response:
        actor, request_id = await actor_of(request), id_in_path(request, "request_id", "support request")
        state, version = await query.read_request(database, actor, request_id)
        return seen(state, version=version)

    @route(router, "GET", ONE + "/versions/{number}", a.READ_REQUEST, summary="One immutable version",
           parameters=(number_in_path("number", 1, 10**6),), answer=StoredVersion)  # fmt: skip
    async def read_version(request: Request) -> Response:
        asked = Asked(request)
        number = asked.number("number", 1, 10**6)
        asked.check()
        actor, request_id = await actor_of(request), id_in_path(request, "request_id", "support request")
        return seen(await query.read_version(database, actor, request_id, number))

    return router
