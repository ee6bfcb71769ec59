"""Handing a country over to another deployment (WM 6): ordered here by a person, taken by the receiving deployment."""

from functools import partial

from fastapi import APIRouter, Request, Response

from services.intake import actions, transfer
from services.intake.actions.the_request import RequestContext
from shared.application.over_http import At, commands
from shared.application.runner import Runner
from shared.contracts.shapes.handover import HandoverState
from shared.modalities.access import actions as a
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resource import ANYTHING
from shared.runtime.federation.handing.packages import TakeAnswer, TakeBody
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.handovers import ONE, orders_route, taken_route
from shared.runtime.http.routes import body_of, cause_of, json, route
from shared.runtime.http.versions import NotHeld

TABLE = (
    At("POST", "/handovers", actions.ORDER_HANDOVER, HandoverState, "Order that a country moves on a date",
       made="/handovers/{id}"),
    At("POST", ONE + "/calling-back", actions.CALL_BACK_HANDOVER, HandoverState,
       "The order is taken back: nothing moves",
       version=NotHeld("the row decides: what has begun is not called back (409), and nothing else changes it")),
)  # fmt: skip


def handover_routes(runner: Runner[RequestContext]) -> APIRouter:
    """Routes of handovers."""
    database = runner.database
    router, clock, tables = APIRouter(tags=["handovers"]), database.clock, transfer.tables

    def is_due(handover: HandoverState) -> bool:
        return handover.on <= clock.now().date() and handover.called_back is None

    commands(router, runner, *TABLE)
    orders_route(router, database, tables, "Handovers given by this deployment", shown=lambda _: True, due=is_due)
    taken_route(router, database, tables)

    @route(router, "GET", ONE, a.READ_HANDOVER, summary="How far a handover is", answer=TakeAnswer)
    async def read_handover(request: Request) -> Response:
        actor = await actor_of(request)
        authorise(actor, a.READ_HANDOVER, ANYTHING)
        return json(await transfer.read_handover(database, actor, request.path_params["handover_id"]))

    @route(router, "POST", ONE + "/opening", a.TAKE_HANDOVER, summary="The receiver is there: the country moves",
           answer=transfer.Opening, key=False)  # fmt: skip
    async def open_handover(request: Request) -> Response:
        cause = await cause_of(request)
        authorise(cause.actor, a.READ_HANDOVER, ANYTHING)
        return json(await transfer.open_handover(database, cause, request.path_params["handover_id"]))

    @route(router, "POST", ONE + "/items", a.TAKE_HANDOVER, summary="What is received, and the next items, sealed",
           body=TakeBody, answer=TakeAnswer, key=False)  # fmt: skip
    async def take_items(request: Request) -> Response:
        cause, body = await cause_of(request), partial(body_of, request, TakeBody)
        authorise(cause.actor, a.READ_HANDOVER, ANYTHING)
        return json(await transfer.give_items(database, cause, request.path_params["handover_id"], body))

    return router
