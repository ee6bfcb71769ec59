"""What may be told to all, to read, to follow and to subscribe to: pages, one event, a live stream, an Atom feed (WM 17).

Public events are for everyone; an officer also sees how the service itself does.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from services.notifications.domain.announcement import Announcement, body_of
from services.notifications.domain.endpoint import Heading, Interest, refusal
from services.notifications.http.event_stream import EventStream, message
from services.notifications.http.streams import Tail, follow, last_event_id
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.announcements import STREAM, AnnouncementRepository
from services.notifications.wording.atom import feed
from shared.contracts.catalogue import events
from shared.contracts.classification import Classification
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise
from shared.modalities.access.policy import decide
from shared.modalities.errors import Fault, Invalid, NotFound
from shared.runtime.db.database import Database
from shared.runtime.http.authentication import actor_of, until_token_ends
from shared.runtime.http.described import several, whole
from shared.runtime.http.routes import json, route

PUBLIC = resources.shown_to_all()
TYPES = frozenset(event.wire_type for event in events())
MOST = 200


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


def announcement_routes(database: Database, settings: NotificationsSettings, tail: Tail) -> APIRouter:
    """Routes of announcements."""
    router = APIRouter(tags=["announcements"])

    async def levels_of(request: Request) -> Sequence[Classification]:
        actor: Actor = await actor_of(request)
        authorise(actor, a.READ_ANNOUNCEMENT, PUBLIC)
        inside = decide(actor, a.READ_ANNOUNCEMENT, resources.of_deployment(settings.deployment)).allowed
        return [Classification.UNCLASSIFIED, *([Classification.CONFIDENTIAL] if inside else [])]

    def number(request: Request, name: str, default: int, most: int) -> int:
        given = request.query_params.get(name, str(default))
        if not (given.isascii() and given.isdigit() and len(given) <= 18 and int(given) <= most):
            raise Invalid((Fault(f"/query/{name}", f"must be a number from 0 to {most}", "not_a_number"),))
        return int(given)

    @route(router, "GET", "/announcements", a.READ_ANNOUNCEMENT, answer=AnnouncementsAnswer,
           parameters=(AFTER, whole("first", 0, MOST, "How many at most", default=MOST), *INTEREST),
           summary="What was told to all after a position: after, first, type, region, area")  # fmt: skip
    async def list_announcements(request: Request) -> Response:
        levels = await levels_of(request)
        after, first = number(request, "after", 0, 10**18 - 1), number(request, "first", MOST, MOST)
        wanted = interest_of(request, levels)
        async with database.reading() as connection:
            repository = AnnouncementRepository(connection, database.clock)
            # The newest position first: what is committed after it was read is not passed over.
            newest, swept = await repository.last_position(), await repository.swept_position()
            found = await repository.page(after, max(1, first), levels)
        last = found[-1].position if found else max(after, newest)
        chosen = [shown(one) for one in found if is_wanted(wanted, one)]
        return json(
            AnnouncementsAnswer(announcements=chosen, last_position=last, newest_position=newest, swept_position=swept)
        )

    @route(router, "GET", "/announcements/stream", a.READ_ANNOUNCEMENT, answer="text/event-stream",
           parameters=(LAST_EVENT_ID, AFTER, *INTEREST),
           summary="The same as it happens, with Last-Event-ID to come back")  # fmt: skip
    async def follow_announcements(request: Request) -> Response:
        levels = await levels_of(request)
        wanted = interest_of(request, levels)
        async with database.reading() as connection:
            repository = AnnouncementRepository(connection, database.clock)
            newest, swept = await repository.last_position(), await repository.swept_position()
        after = last_event_id(request, newest)

        async def page(position: int, most: int) -> Sequence[tuple[int, bytes]]:
            async with database.reading() as connection:
                found = await AnnouncementRepository(connection, database.clock).page(position, most, levels)
            return [(one.position, _chunk(one, wanted, settings.base_url)) for one in found]

        start = newest if after is None else after
        leave = tail.places.enter(await actor_of(request), request.client.host if request.client else "")
        return EventStream(
            follow(tail, STREAM, start, swept, page, settings),
            until_token_ends(request, settings.token_recheck_s),
            leave,
        )

    @route(router, "GET", "/announcements.atom", a.READ_ANNOUNCEMENT, answer="application/atom+xml",
           parameters=INTEREST, summary="The newest public events as an Atom feed")  # fmt: skip
    async def read_feed(request: Request) -> Response:
        levels = (await levels_of(request))[:1]
        wanted = interest_of(request, levels)
        async with database.reading() as connection:
            found = await AnnouncementRepository(connection, database.clock).page(0, MOST, levels, newest=True)
        chosen = [one for one in found if is_wanted(wanted, one)][:50]
        etag = f'"{chosen[0].position if chosen else 0}-{len(chosen)}-{sum(one.data is None for one in chosen)}"'
        if request.headers.get("if-none-match") == etag:
            return Response(None, 304, {"ETag": etag})
        address = f"{settings.base_url}/announcements.atom" + (f"?{request.url.query}" if request.url.query else "")
        body = feed(chosen, address, settings.base_url, settings.deployment, database.clock.now())
        return Response(body, 200, {"ETag": etag}, "application/atom+xml; charset=utf-8")

    @route(router, "GET", "/announcements/{event_id}", a.READ_ANNOUNCEMENT, answer=AnnouncementAnswer,
           summary="One event, as it may be told now")  # fmt: skip
    async def read_announcement(request: Request) -> Response:
        levels = await levels_of(request)
        async with database.reading() as connection:
            one = await AnnouncementRepository(connection, database.clock).one(request.path_params["event_id"])
        if one is None or one.classification not in levels:
            raise NotFound("not_found", "There is no such event, or it is not kept any more")
        return json(shown(one))

    return router


def is_wanted(wanted: Interest, one: Announcement) -> bool:
    """Whether a reader asked for it."""
    return refusal(wanted, Heading(one.type, one.region, one.areas, one.classification)) is None


def _chunk(one: Announcement, wanted: Interest, base_url: str) -> bytes:
    if not is_wanted(wanted, one):
        return b""
    return message(body_of(one, base_url, full=True).decode(), event=one.type, id=one.position)
