"""What is kept here of owners' audits, for the operators of those owners and for Geneva (WM 6)."""

from fastapi import APIRouter, Request, Response

from services.gateway.read_model.kept_heads import kept_heads
from services.gateway.settings import GatewaySettings
from shared.modalities.access import resources
from shared.modalities.access.actions import FEDERATION_READ
from shared.modalities.access.actor import Role
from shared.modalities.access.authorise import authorise
from shared.runtime.audit.hub import MOST, HeadsAnswer
from shared.runtime.db.database import Database
from shared.runtime.db.row_security.context import ServiceAtWork as Work
from shared.runtime.federation.answers import head
from shared.runtime.http.asked import Asked
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.described import parameter
from shared.runtime.http.parameters import FILTER
from shared.runtime.http.routes import json, route

WITNESS = Work("witness")
SOURCE = parameter(
    "source", {"type": "string", "pattern": "^/acsg/[a-z0-9-]{1,60}/[a-z]{1,30}$"}, "Owner, e.g. /acsg/wca/intake",
    required=True,
) | {FILTER: "one thing"}  # fmt: skip


def audit_head_routes(database: Database, settings: GatewaySettings) -> APIRouter:
    """One route: the last heads of an owner. A deployment hears of its own owners, Geneva's officers of all."""
    router = APIRouter(prefix="/federation", tags=["federation"])

    @route(router, "GET", "/audit-heads", FEDERATION_READ, summary="Heads of an owner's audit that are kept here",
           answer=HeadsAnswer, parameters=(SOURCE,))  # fmt: skip
    async def read_heads(request: Request) -> Response:
        actor = await actor_of(request)
        authorise(actor, FEDERATION_READ, resources.of_deployment(settings.deployment))
        asked = Asked(request)
        source = asked.text("source", "")
        asked.check()
        async with database.reading(WITNESS) as connection:
            found = await kept_heads(connection, source, MOST)
        if actor.role is not Role.GENEVA_OFFICER:
            found = [one for one in found if one.region == actor.region]
        return json(HeadsAnswer(**head(settings, database.clock.now()), heads=tuple(found)))

    return router
