"""The links in mails: one click, without a login, no cookies; the signature says what may be done (RFC 8058).

Opening a link asks and changes nothing, since mail scanners open links; posting to it does what it says. Saying it twice
does no more than saying it once.
"""

from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request, Response

from services.notifications.domain.links import BadLink, Link, link_of
from services.notifications.domain.notice import OVERVIEW
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.mailboxes import Mailboxes
from services.notifications.wording import direction, formats, pages
from services.notifications.wording.catalogue import words
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actions import FOLLOW_MAIL_LINK
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resource import ANYTHING
from shared.runtime.db.cause import ByEvent
from shared.runtime.db.database import Database
from shared.runtime.db.row_security.context import Service as Work
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.routes import route
from shared.runtime.identifiers import new_id

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


def link_routes(database: Database, settings: NotificationsSettings) -> APIRouter:
    """Routes of the links."""
    router = APIRouter(tags=["mail links"])
    clock = database.clock

    def page(one: pages.Page, status: int = 200) -> Response:
        return Response(one.html(), status, {"Content-Security-Policy": _POLICY}, "text/html; charset=utf-8")

    def gone(request: Request) -> Response:
        asked = request.headers.get("accept-language", "")[:2].lower()
        return page(pages.gone(asked if asked in LANGUAGES else "en"), 404)

    def given(request: Request) -> Link | None:
        try:
            return link_of(request.path_params["link"], settings.keys)
        except BadLink:
            return None

    async def what(mailboxes: Mailboxes, link: Link, row: Any) -> str | None:
        """What a link would stop, in words; None when it is gone."""
        said = words(row.language)
        if link.act == "end":
            mine = (await mailboxes.load(clock.now(), ids=[row.mailbox_id]))[0].subscriptions
            return next((direction.foreign(said, s.name) for s in mine if s.subscription_id == link.what), None)
        if link.what == OVERVIEW:
            return said.say("digest.name")
        try:
            return said.say(f"{link.what}.subject", what="…")
        except KeyError:
            return None

    @route(router, "GET", PATH, FOLLOW_MAIL_LINK, answer=HTML, also=GONE, summary="What a link in a mail would do")
    async def ask_link(request: Request) -> Response:
        authorise(await actor_of(request), FOLLOW_MAIL_LINK, ANYTHING)
        link = given(request)
        if link is None:
            return gone(request)
        async with database.reading(Work("mail-link")) as connection:
            mailboxes = Mailboxes(connection)
            row = await mailboxes.row(link.mailbox_id)
            named = await what(mailboxes, link, row) if row is not None and link.act != "mute" else None
        if row is None:
            return gone(request)
        if link.act == "mute":
            return page(pages.ask_mute(row.language, settings.mute_link_days))
        # A link followed twice finds its work done.
        return page(pages.ask_unsubscribe(row.language, named) if named else pages.done_unsubscribe(row.language))

    @route(router, "POST", PATH, FOLLOW_MAIL_LINK, answer=HTML, also=GONE, key=False,
           summary="Stop, end or mute, as a link in a mail says")  # fmt: skip
    async def follow_link(request: Request) -> Response:
        authorise(await actor_of(request), FOLLOW_MAIL_LINK, ANYTHING)
        link = given(request)
        if link is None:
            return gone(request)
        cause = ByEvent(request.state.correlation_id, request.state.request_id, request.state.traceparent)
        async with database.unit_of_work(cause) as uow:
            mailboxes = Mailboxes(uow.connection)
            row = await mailboxes.row(link.mailbox_id, lock=True)
            if row is None:
                return gone(request)
            answer = await act(uow, mailboxes, link, row)
            uow.audit(FOLLOW_MAIL_LINK.name, FOLLOW_MAIL_LINK.paragraph, row.mailbox_id, row.version, act=link.act)
        return page(answer)

    async def act(uow: UnitOfWork, mailboxes: Mailboxes, link: Link, row: Any) -> pages.Page:
        now = uow.clock.now()
        mailbox = (await mailboxes.load(now, ids=[row.mailbox_id]))[0]
        if link.act == "end":
            await mailboxes.unsubscribe(row.mailbox_id, link.what)
            return pages.done_unsubscribe(row.language)
        if link.act == "stop":
            wanted = mailbox.preferences
            if link.what == OVERVIEW:
                wanted = wanted.model_copy(update={"should_know": "never"})
                for held in mailbox.subscriptions:
                    if held.rhythm != "immediately":
                        await mailboxes.unsubscribe(row.mailbox_id, held.subscription_id)
            elif link.what not in wanted.without:
                wanted = wanted.model_copy(update={"without": (*wanted.without, link.what)})
            if wanted != mailbox.preferences:
                await mailboxes.prefer(row.mailbox_id, wanted)
            return pages.done_unsubscribe(row.language)
        until = now + timedelta(days=min(settings.mute_link_days, settings.mute_act_days))
        there = [m for m in mailbox.mutes if m.scope == "item" and m.what == link.what and m.must_act]
        if there:
            until = max(m.until for m in there)
        else:
            one = {"mute_id": new_id(uow.clock), "mailbox_id": row.mailbox_id, "scope": "item", "what": link.what}
            await mailboxes.mute(one | {"must_act": True, "until": until})
        return pages.done_mute(row.language, formats.moment(words(row.language), until, row.time_zone))

    return router
