"""Calendar feeds over HTTP: a private address for one mailbox, to be taken in by any calendar program, and taken back (WM 6, 17)."""

from hashlib import sha256
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.notifications import actions as does
from services.notifications.actions.calendar_feed import FeedAnswer
from services.notifications.actions.mailbox import Ended
from services.notifications.http.mailboxes import ONE, mailbox_in, reader_of
from services.notifications.queries.follow_calendar import follow_calendar
from services.notifications.settings import NotificationsSettings
from services.notifications.wording.calendar import CalendarSheet, calendar
from shared.application.over_http import At, commands
from shared.application.runner import Runner
from shared.modalities.access import actions as a
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.routes import json, route
from shared.runtime.http.versions import ENDED

FEEDS = ONE + "/calendars"
TABLE = (
    At("POST", FEEDS, does.ADD_FEED, FeedAnswer, "A calendar of dates with a private address, shown once", made="",
       tagged=False),
    At("DELETE", FEEDS + "/{feed_id}", does.REVOKE_FEED, Ended, "Revoke a calendar: its address leads nowhere any more",
       version=ENDED, tagged=False),
)  # fmt: skip
UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "As it was"}}


class FeedsAnswer(BaseModel):
    """Feeds of a mailbox, oldest first."""

    calendars: list[FeedAnswer]


def calendar_routes(runner: Runner[NotificationsSettings]) -> APIRouter:
    """Routes of calendar feeds."""
    router, settings = APIRouter(tags=["calendars"]), runner.context

    @route(router, "GET", FEEDS, a.READ_PREFERENCES, answer=FeedsAnswer,
           summary="Calendars of a mailbox, and their last use")  # fmt: skip
    async def list_feeds(request: Request) -> Response:
        return json(FeedsAnswer(calendars=await (await reader_of(request, runner)).feeds(mailbox_in(request))))

    @route(router, "GET", "/calendars/{secret}.ics", a.FOLLOW_CALENDAR_FEED, answer="text/calendar", also=UNCHANGED,
           summary="The calendar behind a private address")  # fmt: skip
    async def follow(request: Request) -> Response:
        feed = await follow_calendar(runner.database, settings, await actor_of(request), request.path_params["secret"])
        body = calendar(feed.dates, CalendarSheet(feed.name, feed.language, feed.time_zone, settings.deployment))
        etag = f'"{sha256(body).hexdigest()[:32]}"'
        headers = {"ETag": etag, "Content-Disposition": 'inline; filename="acsg.ics"'}
        if request.headers.get("if-none-match") == etag:
            return Response(None, 304, headers)
        return Response(body, 200, headers, "text/calendar; charset=utf-8")

    commands(router, runner, *TABLE)
    return router
