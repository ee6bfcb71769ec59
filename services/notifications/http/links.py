"""The links in mails: one click, without a login, no cookies; the signature says what may be done (RFC 8058).

Opening a link asks and changes nothing, since mail scanners open links; posting to it does what it says. Saying it twice
does no more than saying it once.
"""

from typing import Any

from fastapi import APIRouter, Request, Response

from services.notifications.actions.follow_link import follow_link as followed
from services.notifications.domain.links import BadLink, Link, link_of
from services.notifications.domain.notice import OVERVIEW
from services.notifications.queries.ask_link import LinkSeen
from services.notifications.queries.ask_link import ask_link as asked
from services.notifications.settings import NotificationsSettings
from services.notifications.wording import direction, formats, pages
from services.notifications.wording.catalogue import words
from shared.modalities.access.actions import FOLLOW_MAIL_LINK
from shared.runtime.db.cause import ByEvent
from shared.runtime.db.database import Database
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.languages import preferred
from shared.runtime.http.routes import route

PATH = "/mail/{link}"
HTML = "text/html"
GONE: dict[int | str, dict[str, Any]] = {
    # A person opens it in a browser, so that it is a page in their language rather than a problem document.
    404: {
        "description": "The link is not ours, or what it refers to is gone: a page that says so",
        "content": {HTML: {"schema": {"type": "string"}}},
    }
}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"


def _page(one: pages.MailPage, status: int = 200) -> Response:
    return Response(one.html(), status, {"Content-Security-Policy": _POLICY}, "text/html; charset=utf-8")


def _gone(request: Request) -> Response:
    return _page(pages.gone(preferred(request) or "en"), 404)


def _named(link: Link, seen: LinkSeen) -> str | None:
    """What a link would stop, in words; None when it is gone."""
    said = words(seen.language)
    if link.act == "end":
        return direction.foreign(said, seen.subscription.name) if seen.subscription is not None else None
    if link.what == OVERVIEW:
        return said.say("digest.name")
    try:
        return said.say(f"{link.what}.subject", what="…")
    except KeyError:
        return None


def link_routes(database: Database, settings: NotificationsSettings) -> APIRouter:
    """Routes of the links."""
    router = APIRouter(tags=["mail links"])

    def given(request: Request) -> Link | None:
        try:
            return link_of(request.path_params["link"], settings.keys)
        except BadLink:
            return None

    @route(router, "GET", PATH, FOLLOW_MAIL_LINK, answer=HTML, also=GONE, summary="What a link in a mail would do")
    async def ask_link(request: Request) -> Response:
        actor, link = await actor_of(request), given(request)
        seen = await asked(database, actor, link) if link is not None else None
        if link is None or seen is None:
            return _gone(request)
        if link.act == "mute":
            return _page(pages.ask_mute(seen.language, settings.mute_link_days))
        # A link followed twice finds its work done.
        named = _named(link, seen)
        return _page(pages.ask_unsubscribe(seen.language, named) if named else pages.done_unsubscribe(seen.language))

    @route(router, "POST", PATH, FOLLOW_MAIL_LINK, answer=HTML, also=GONE, key=False,
           summary="Stop, end or mute, as a link in a mail says")  # fmt: skip
    async def follow_link(request: Request) -> Response:
        actor, link = await actor_of(request), given(request)
        cause = ByEvent(request.state.correlation_id, request.state.request_id, request.state.traceparent)
        done = await followed(database, settings, cause, actor, link) if link is not None else None
        if done is None:
            return _gone(request)
        if done.muted_until is None:
            return _page(pages.done_unsubscribe(done.language))
        until = formats.moment(words(done.language), done.muted_until, done.time_zone)
        return _page(pages.done_mute(done.language, until))

    return router
