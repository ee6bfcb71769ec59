"""What may be told to all, to read, to follow and to subscribe to: pages, one event, a live stream, an Atom feed (WM 17).

Public events are for everyone; an officer also sees how the service itself does.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from services.notifications.domain.announcement import Announcement, body_of
from services.notifications.domain.endpoint import Heading, Interest, refusal
from services.notifications.http.event_stream import EventStream, message
from services.notifications.http.streams import Tail, follow, last_event_id
from services.notifications.queries.read_announcements import MOST, STREAM, AnnouncementReader, levels_of
from services.notifications.settings import NotificationsSettings
from services.notifications.wording.atom import feed
from shared.contracts.catalogue import events
from shared.contracts.classification import Classification
from shared.modalities.access import actions as a
from shared.modalities.errors import Fault, Invalid
from shared.runtime.db.database import Database
from shared.runtime.http.authentication import actor_of, until_token_ends
from shared.runtime.http.described import several, whole
from shared.runtime.http.routes import json, route

TYPES = frozenset(event.wire_type for event in events())
AskedOf = Callable[[Request], Awaitable[tuple[AnnouncementReader, Interest]]]


AFTER = whole("after", 0, 10**18 - 1, "Position after which to begin", default=0)
LAST_EVENT_ID = {
    "name": "Last-Event-ID",
    "in": "header",
    "required": False,
    "description": "The last position that was seen, as every reader of such streams sends it",
    "schema": {"type": "string", "pattern": "^[0-9]{0,18}$"},
}
INTEREST = (
    several("type", "event_type", "Event types; none means all"),
    several("region", "region", "Deployments; none means all"),
    several("area", "functional_area", "Functional areas; none means all"),
)


class AnnouncementAnswer(BaseModel):
    """An event as it may be told. ``data`` is null once a later event of the item took its place."""

    position: int
    event_id: str
    source: str
    type: str
    subject: str
    region: str
    time: datetime
    aggregate_version: int
    paragraph: str
    data_schema: str
    data: dict[str, Any] | None


class AnnouncementsAnswer(BaseModel):
    """A page, oldest first. The next one begins after ``last_position``; ``newest_position`` is where all ends."""

    announcements: list[AnnouncementAnswer]
    last_position: int
    newest_position: int
    swept_position: int = Field(
        description="A reader that left off before it may have missed that something was taken back"
    )


def shown(one: Announcement) -> AnnouncementAnswer:
    """An announcement as it is shown."""
    return AnnouncementAnswer(
        position=one.position, event_id=one.event_id, source=one.source, type=one.type, subject=one.subject,
        region=one.region, time=one.time, aggregate_version=one.aggregate_version, paragraph=one.paragraph,
        data_schema=one.data_schema, data=one.data,
    )  # fmt: skip


def interest_of(request: Request, levels: Sequence[Classification]) -> Interest:
    """What a reader asks for: ``type``, ``region``, ``area``, each as often as needed."""
    kinds, areas = request.query_params.getlist("type"), request.query_params.getlist("area")
    return Interest(kinds or TYPES, request.query_params.getlist("region"), areas, levels[-1])


def number(request: Request, name: str, default: int, most: int) -> int:
    """A number of the address. Raises Invalid."""
    given = request.query_params.get(name, str(default))
    if not (given.isascii() and given.isdigit() and len(given) <= 18 and int(given) <= most):
        raise Invalid((Fault(f"/parameters/{name}", f"must be a number from 0 to {most}", "not_a_number"),))
    return int(given)


def announcement_routes(database: Database, settings: NotificationsSettings, tail: Tail) -> APIRouter:
    """Routes of announcements."""
    router = APIRouter(tags=["announcements"])

    async def asked_of(request: Request) -> tuple[AnnouncementReader, Interest]:
        levels = levels_of(await actor_of(request), settings)
        return AnnouncementReader(database, levels), interest_of(request, levels)

    @route(router, "GET", "/announcements", a.READ_ANNOUNCEMENT, answer=AnnouncementsAnswer,
           parameters=(AFTER, whole("first", 0, MOST, "How many at most", default=MOST), *INTEREST),
           summary="What was told to all after a position: after, first, type, region, area")  # fmt: skip
    async def list_announcements(request: Request) -> Response:
        reader, wanted = await asked_of(request)
        after, first = number(request, "after", 0, 10**18 - 1), number(request, "first", MOST, MOST)
        found, at = await reader.page(after, first)
        last = found[-1].position if found else max(after, at.newest)
        chosen = [shown(one) for one in found if is_wanted(wanted, one)]
        answer = AnnouncementsAnswer(
            announcements=chosen, last_position=last, newest_position=at.newest, swept_position=at.swept
        )
        return json(answer)

    _stream(router, settings, tail, asked_of)
    _feed(router, database, settings, asked_of)

    @route(router, "GET", "/announcements/{event_id}", a.READ_ANNOUNCEMENT, answer=AnnouncementAnswer,
           summary="One event, as it may be told now")  # fmt: skip
    async def read_announcement(request: Request) -> Response:
        reader = AnnouncementReader(database, levels_of(await actor_of(request), settings))
        return json(shown(await reader.one(request.path_params["event_id"])))

    return router


def _stream(router: APIRouter, settings: NotificationsSettings, tail: Tail, asked_of: AskedOf) -> None:
    @route(router, "GET", "/announcements/stream", a.READ_ANNOUNCEMENT, answer="text/event-stream",
           parameters=(LAST_EVENT_ID, AFTER, *INTEREST),
           summary="The same as it happens, with Last-Event-ID to come back")  # fmt: skip
    async def follow_announcements(request: Request) -> Response:
        reader, wanted = await asked_of(request)
        at = await reader.positions()
        after = last_event_id(request, at.newest)

        async def page(position: int, most: int) -> Sequence[tuple[int, bytes]]:
            found = await reader.after(position, most)
            return [(one.position, _chunk(one, wanted, settings.base_url)) for one in found]

        start = at.newest if after is None else after
        leave = tail.places.enter(await actor_of(request), request.client.host if request.client else "")
        return EventStream(
            follow(tail, STREAM, start, at.swept, page, settings),
            until_token_ends(request, settings.token_recheck_s),
            leave,
        )


def _feed(router: APIRouter, database: Database, settings: NotificationsSettings, asked_of: AskedOf) -> None:
    @route(router, "GET", "/announcements.atom", a.READ_ANNOUNCEMENT, answer="application/atom+xml",
           parameters=INTEREST, summary="The newest public events as an Atom feed")  # fmt: skip
    async def read_feed(request: Request) -> Response:
        reader, _ = await asked_of(request)
        wanted = interest_of(request, [Classification.UNCLASSIFIED])
        chosen = [one for one in await reader.newest_public() if is_wanted(wanted, one)][:50]
        etag = f'"{chosen[0].position if chosen else 0}-{len(chosen)}-{sum(one.data is None for one in chosen)}"'
        if request.headers.get("if-none-match") == etag:
            return Response(None, 304, {"ETag": etag})
        address = f"{settings.base_url}/announcements.atom" + (f"?{request.url.query}" if request.url.query else "")
        body = feed(chosen, address, settings.base_url, settings.deployment, database.clock.now())
        return Response(body, 200, {"ETag": etag}, "application/atom+xml; charset=utf-8")


def is_wanted(wanted: Interest, one: Announcement) -> bool:
    """Whether a reader asked for it."""
    return refusal(wanted, Heading(one.type, one.region, one.areas, one.classification)) is None


def _chunk(one: Announcement, wanted: Interest, base_url: str) -> bytes:
    if not is_wanted(wanted, one):
        return b""
    return message(body_of(one, base_url, full=True).decode(), event=one.type, id=one.position)
