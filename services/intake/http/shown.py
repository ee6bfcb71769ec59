"""Requests as their States agreed to show them, read at their owner: what other deployments show to their parties (WM 17).

Nothing of it is kept elsewhere. So a party of another region is shown what the States agree to at that moment, and of what
they take back, or open to fewer, nothing stands anywhere else.
"""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from services.intake.queries.shown import shown_to
from shared.contracts.classification import fields_of
from shared.modalities.access.actions import READ_SHOWN_REQUEST
from shared.modalities.errors import Fault, Invalid
from shared.runtime.cursors import node_id, parts_of
from shared.runtime.db.database import Database
from shared.runtime.http.asked import Asked
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.described import text, whole
from shared.runtime.http.routes import json, route
from shared.runtime.identifiers import parsed

MOST = 200
PAGE = (text("after", "Cursor after which to begin", "cursor"), whole("first", 0, MOST, "How many at most", default=50))


class ShownRequest(BaseModel):
    """One request. ``region`` says which State asks, so it stands where that one may be named."""

    request_id: str
    region: str | None
    fields: dict[str, object] = fields_of("RequestContent")


class ShownAnswer(BaseModel):
    """A page, newest first."""

    requests: tuple[ShownRequest, ...]
    next: str | None = Field(None, description="Cursor of the next page; none: this is the last one")


def shown_routes(database: Database) -> APIRouter:
    """Routes of what is shown."""
    router = APIRouter(tags=["support requests"])

    @route(router, "GET", "/shown-requests", READ_SHOWN_REQUEST, parameters=PAGE, answer=ShownAnswer,
           summary="Requests that their States show to the caller, and of each what they agreed to show")  # fmt: skip
    async def read_shown(request: Request) -> Response:
        actor = await actor_of(request)
        asked = Asked(request)
        most, after = asked.number("first", 0, MOST, 50), asked.those(("after",)).get("after")
        asked.check()
        found = await shown_to(database, actor, _place(after), most + 1)
        page = [
            ShownRequest(
                request_id=one.request_id,
                region=one.region if "requesting_states" in one.fields else None,
                fields=one.fields,
            )
            for one in found[:most]
        ]
        more = page and len(found) > most
        return json(ShownAnswer(requests=tuple(page), next=node_id("shown", page[-1].request_id) if more else None))

    return router


def _place(cursor: str | None) -> str | None:
    """The identifier that a cursor names. Raises Invalid."""
    if cursor is None:
        return None
    try:
        kind, one = parts_of(cursor, 2)
    except ValueError:
        kind, one = "", ""
    if kind != "shown" or parsed(one) is None:
        raise Invalid((Fault("/parameters/after", "is no cursor of ours", "cursor"),))
    return one
