"""Registered organisations as everybody may read them, and what changed since: for the console, and for whoever keeps a list (WM 3)."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.gateway.read_model.tables import known
from shared.contracts.shapes.organisation import OrganisationState
from shared.modalities.access.actions import READ_ORGANISATION
from shared.modalities.access.authorise import authorise
from shared.modalities.access.organisations import organisation
from shared.runtime.db.database import Database
from shared.runtime.db.known_organisations import changes_since
from shared.runtime.db.row_security.context import ServiceAtWork
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.described import whole
from shared.runtime.http.routes import json, route

MOST = 1000


class KnownOrganisations(BaseModel):
    """Those that changed since. ``changed``: give it as ``since`` to hear what comes after; ``more``: some are left. ``awaited``: what
    was told was not read to its end yet.
    """

    organisations: list[OrganisationState]
    changed: int
    more: bool
    awaited: bool


def known_organisation_routes(database: Database) -> APIRouter:
    """One route. It tells what everybody may read."""
    router = APIRouter(tags=["organisations"])

    @route(router, "GET", "/organisations/known", READ_ORGANISATION, answer=KnownOrganisations,
           parameters=[whole("since", 0, 10**15, "The number that the last answer gave", default=0)],
           summary="Registered organisations that changed since a number, which rises with each change")  # fmt: skip
    async def read_known_organisations(request: Request) -> Response:
        authorise(await actor_of(request), READ_ORGANISATION, organisation(None, "registered"))
        since = int(request.query_params.get("since", "0"))
        # What is kept here holds nothing that is not everybody's.
        async with database.reading(ServiceAtWork("organisations")) as connection:
            found = await changes_since(connection, known, since, MOST)
        states = [OrganisationState.model_validate(row.state) for row in found.rows]
        return json(
            KnownOrganisations(organisations=states, changed=found.changed, more=found.more, awaited=found.awaited)
        )

    return router
