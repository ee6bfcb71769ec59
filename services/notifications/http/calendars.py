"""Calendar feeds: a private address for one mailbox, to be taken in by any calendar program, and taken back (WM 6, 17).

The secret in the address is all that a program needs, so it shows no more than the dates of one party as that party may
see them now, and is shown once.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from services.notifications.audiences.view import reader, role_of, seen
from services.notifications.domain import engaged_dates
from services.notifications.domain.items import Group, Known
from services.notifications.http.mail_schemas import Ended
from services.notifications.http.mailboxes import seen_mailbox
from services.notifications.http.schemas import NoBody
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.calendars import Calendars, hash_of
from services.notifications.storage.known import KnownItems
from services.notifications.storage.mailboxes import Mailboxes
from services.notifications.wording.calendar import Date, Sheet, calendar
from shared.contracts.incoming import Strict
from shared.contracts.shapes.values import Label
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resource import ANYTHING
from shared.modalities.errors import Conflict, NotFound
from shared.modalities.steps.limits import Limits
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.command import command
from shared.runtime.http.routes import body_of, json, route
from shared.runtime.http.versions import ENDED
from shared.runtime.identifiers import new_id

MOST = 10
"""Feeds of a mailbox: one for each program that reads it."""

MOST_ENGAGEMENTS = 200
"""Engagements whose dates one feed has."""
CANCELLED_FOR = timedelta(days=30)
FEEDS = "/mailboxes/{mailbox_id}/calendars"
UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "As it was"}}


class FeedBody(Strict):
    """A feed, with a name for the list of calendars."""

    name: Label = Field("", max_length=100)
    covers: Literal["own", "all"] = Field(
        "own", description="What the party itself owes; all: also what others owe in its requests and matches"
    )


class FeedAnswer(BaseModel):
    """A feed. ``address`` is shown once, when it is made."""

    feed_id: str
    mailbox_id: str
    name: str
    covers: str
    created_at: datetime
    last_used_at: datetime | None
    address: str | None = None


class FeedsAnswer(BaseModel):
    """Feeds of a mailbox, oldest first."""

    calendars: list[FeedAnswer]


def _reader_of(party: str) -> Actor:
    return reader(party, Role.STAKEHOLDER if role_of(party) is Role.INTEGRATOR else None)


def dates_of(rows: Sequence[Any], groups: Mapping[str, Group], party: str) -> list[Date]:
    """The deadlines of a feed as its party may see them now, open ones first."""
    who, found = _reader_of(party), list[Date]()
    stands = {(row.item_id, row.owed) for row in rows if row.party == party}
    for row in rows:
        if row.owed in engaged_dates.SAID_HERE:
            continue
        group = groups.get(row.thread, {})
        item = group.get(row.item_id)
        view, own = seen(item, who, group) if item is not None else None, row.party == party
        # What others owe is for those who stand in the item; one's own step stays, with nothing said that may not be.
        if not own and (view is None or view.view != "full"):
            continue
        date = Date(row.deadline_id, row.owed, row.paragraph, row.due_at, row.round, row.changed_at,
                    row.closed_at is not None, own, view)  # fmt: skip
        if item is not None and view is not None and view.kind == "meeting":
            if not own and (row.item_id, row.owed) in stands:
                continue
            # What many others do of a meeting stands once, where the reader's own would stand (WM 4).
            stands.add((row.item_id, row.owed))
            date = replace(date, deadline_id=f"{row.owed}:{row.item_id}:{party}", item=(item.version, item.changed_at))
        found.append(date)
    return found


def dates_of_engagements(known: Mapping[str, Known], party: str, limits: Limits, since: datetime) -> list[Date]:
    """The dates of a party's engagements as it may see them; what is done stands crossed out for a while after its last change."""
    who, found = _reader_of(party), list[Date]()
    for item in known.values():
        view = seen(item, who, {item.item_id: item})
        for one in engaged_dates.dates(item, party, limits) if view is not None else ():
            if one.done and item.changed_at < since:
                continue
            moment = one.moment or datetime.combine(one.day, time(), UTC)
            found.append(Date(one.date_id, one.what, one.paragraph.number, moment, 1, item.changed_at, one.done, True, view,
                              (item.version, item.changed_at), one.day if one.moment is None else None,
                              plan=one.what in engaged_dates.OF_PLAN))  # fmt: skip
    return sorted(found, key=lambda one: (one.closed, one.due_at, one.deadline_id))


def calendar_routes(database: Database, settings: NotificationsSettings) -> APIRouter:
    """Routes of calendar feeds."""
    router, clock = APIRouter(tags=["calendars"]), database.clock

    def shown(row: Any) -> FeedAnswer:
        return FeedAnswer(feed_id=row.feed_id, mailbox_id=row.mailbox_id, name=row.name, covers=row.covers,
                          created_at=row.created_at, last_used_at=row.last_used_at)  # fmt: skip

    @route(router, "POST", FEEDS, a.KEEP_PREFERENCES, answer=FeedAnswer, body=FeedBody, status=201,
           summary="A calendar of dates with a private address, shown once")  # fmt: skip
    async def add_feed(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            actor = uow.cause.actor
            assert actor is not None
            box = await seen_mailbox(Mailboxes(uow.connection), request, actor, settings, a.KEEP_PREFERENCES, lock=True)
            body, calendars = await body_of(request, FeedBody), Calendars(uow.connection)
            if len(await calendars.of_mailbox(box.mailbox_id)) >= MOST:
                raise Conflict("too_many_calendars", f"A mailbox has at most {MOST}; revoke one first")
            secret, feed_id = secrets.token_urlsafe(32), new_id(clock)
            row = body.model_dump() | {"feed_id": feed_id, "mailbox_id": box.mailbox_id, "created_at": clock.now()}
            await calendars.add(row | {"secret_hash": hash_of(secret)})
            uow.audit(a.KEEP_PREFERENCES.name, a.KEEP_PREFERENCES.paragraph, feed_id, 1, what="add_calendar")
            address = f"{settings.base_url}/calendars/{secret}.ics"
            return json(FeedAnswer(**row, last_used_at=None, address=address), 201)

        return await command(request, database, work, shown_once="address")

    @route(
        router,
        "GET",
        FEEDS,
        a.READ_PREFERENCES,
        answer=FeedsAnswer,
        summary="Calendars of a mailbox, and their last use",
    )
    async def list_feeds(request: Request) -> Response:
        actor = await actor_of(request)
        async with database.reading() as connection:
            box = await seen_mailbox(Mailboxes(connection), request, actor, settings, a.READ_PREFERENCES, lock=False)
            rows = await Calendars(connection).of_mailbox(box.mailbox_id)
        return json(FeedsAnswer(calendars=[shown(row) for row in rows]))

    @route(router, "DELETE", FEEDS + "/{feed_id}", a.KEEP_PREFERENCES, answer=Ended, body=NoBody,
           summary="Revoke a calendar: its address leads nowhere any more", version=ENDED)  # fmt: skip
    async def revoke_feed(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            actor, feed_id = uow.cause.actor, request.path_params["feed_id"]
            assert actor is not None
            box = await seen_mailbox(Mailboxes(uow.connection), request, actor, settings, a.KEEP_PREFERENCES, lock=True)
            if not await Calendars(uow.connection).revoke(box.mailbox_id, feed_id):
                raise NotFound("not_found", "There is no such calendar")
            uow.audit(a.KEEP_PREFERENCES.name, a.KEEP_PREFERENCES.paragraph, feed_id, 2, what="revoke_calendar")
            return json(Ended(ended=feed_id))

        return await command(request, database, work)

    @route(router, "GET", "/calendars/{secret}.ics", a.FOLLOW_CALENDAR_FEED, answer="text/calendar", also=UNCHANGED,
           summary="The calendar behind a private address")  # fmt: skip
    async def follow(request: Request) -> Response:
        authorise(await actor_of(request), a.FOLLOW_CALENDAR_FEED, ANYTHING)
        async with database.unit_of_work(ByClock("calendar")) as uow:
            calendars = Calendars(uow.connection)
            feed = await calendars.by_secret(request.path_params["secret"])
            if feed is None:
                raise NotFound("not_found", "There is no such calendar, or it was revoked")
            await calendars.used(feed.feed_id, clock.now())
            since = clock.now() - CANCELLED_FOR
            rows = await calendars.dates(feed.party, others=feed.covers == "all", closed_since=since)
            known = KnownItems(uow.connection)
            groups = await known.groups({row.thread for row in rows}) if rows else {}
            engaged = await known.engaged(feed.party, MOST_ENGAGEMENTS)
        found = dates_of(rows, groups, feed.party)
        found += dates_of_engagements(engaged, feed.party, settings.limits, since)
        body = calendar(found, Sheet(feed.name, feed.language, feed.time_zone, settings.deployment))
        etag = f'"{sha256(body).hexdigest()[:32]}"'
        headers = {"ETag": etag, "Content-Disposition": 'inline; filename="acsg.ics"'}
        if request.headers.get("if-none-match") == etag:
            return Response(None, 304, headers)
        return Response(body, 200, headers, "text/calendar; charset=utf-8")

    return router
