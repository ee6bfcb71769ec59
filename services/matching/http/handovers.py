"""Boards follow their requests to the deployment a country was handed over to (WM 6, 11)."""

from fastapi import APIRouter, Request, Response

from services.matching.transfer import held_back, offering
from shared.contracts.shapes.handover import has_begun
from shared.modalities.access import actions as a
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resource import ANYTHING
from shared.runtime.db.database import Database
from shared.runtime.db.row_security.context import ServiceAtWork as Work
from shared.runtime.federation.answers import head
from shared.runtime.federation.handing.packages import HeldBackAnswer
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.handovers import ONE, items_route, orders_route, taken_route
from shared.runtime.http.routes import json, route


def handover_routes(database: Database) -> APIRouter:
    """Routes of handovers."""
    router, given = APIRouter(tags=["handovers"]), offering()
    orders_route(router, database, given.tables, "Handovers known here", shown=has_begun, due=has_begun)
    taken_route(router, database, given.tables)

    @route(router, "GET", ONE + "/held-back", a.READ_HANDOVER, summary="Requests that may not move yet, and why",
           answer=HeldBackAnswer)  # fmt: skip
    async def read_held_back(request: Request) -> Response:
        actor = await actor_of(request)
        authorise(actor, a.READ_HANDOVER, ANYTHING)
        async with database.reading(Work("handover")) as connection:
            found = await held_back(connection, actor, request.path_params["handover_id"])
        return json(HeldBackAnswer(**head(database.settings, database.clock.now()), held_back=found))

    items_route(router, database, given, "What is received, and the next boards, sealed")
    return router
