"""The inbox of a party, for a console: what it must act on and what it should know, read and done (WM 6).

It is the party's own affair: nobody else reads it, not an officer. What is shown of an item is what its reader may see
now, not what it might have seen when the event came (WM 17).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from fastapi import APIRouter, Request, Response

from services.notifications.audiences.view import reader, role_of, seen
from services.notifications.domain.items import Group
from services.notifications.domain.notice import Reason
from services.notifications.domain.operation import Operation
from services.notifications.domain.seen import Seen
from services.notifications.domain.spoken import heard
from services.notifications.http.inbox_schemas import (
    CountsAnswer,
    EntryAnswer,
    InboxAnswer,
    ItemAnswer,
    MarkBody,
    MarkedAnswer,
    SpokenAnswer,
)
from services.notifications.http.paging import PAGE, cursor_of, one_of, place_of, size_of
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.inbox import Asked, InboxRepository, Whose
from services.notifications.storage.known import KnownItems
from services.notifications.wording.mail import Letter, Reader, sheet
from shared.contracts.notifications import reminder_of
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Role
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resources import of_party
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.http.asked import Asked as Parameters
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.command import command
from shared.runtime.http.described import code, text
from shared.runtime.http.routes import body_of, json, route
from shared.runtime.http.versions import NotHeld

NEEDS, STATES = ("must_act", "should_know"), ("unread", "open", "done")


def view_of(row: Any, party: str, groups: Mapping[str, Group]) -> Seen | None:
    """The item of an entry as its reader may see it now; as it was told while nothing is known of it here."""
    group = groups.get(row.thread, {})
    item = group.get(row.item_id)
    if item is None:
        return Seen.model_validate(row.content["seen"]) if row.content.get("seen") else None
    if row.reason["subscription_id"] is not None and row.role is not None:
        role: Role | None = Role(row.role)
    else:
        role = Role.STAKEHOLDER if role_of(party) is Role.INTEGRATOR else None
    return seen(item, reader(party, role), group)


def entry_of(row: Any, view: Seen | None, due_at: datetime | None, language: str, now: datetime) -> EntryAnswer:
    """A stored notice as an entry."""
    reason, content = Reason.model_validate(row.reason), row.content
    letter = Letter(
        row.event_type, row.must_act, reason, view, due_at,
        reminder_of(content["reminder"]) if content.get("reminder") else None,
        Operation.model_validate(content["operation"]) if content.get("operation") else None,
    )  # fmt: skip
    said = sheet(letter, Reader(language, "UTC"))
    item = None
    if view is not None:
        known = view.model_dump(exclude={"thread", "lines", "areas"})
        item = ItemAnswer(**known, functional_areas=view.areas)
    return EntryAnswer(
        event_id=row.event_id, event_type=row.event_type, at=row.at, need="must_act" if row.must_act else "should_know",
        headline=said.subject, text=said.text, spoken=tuple(SpokenAnswer(**one.model_dump()) for one in heard(content, view)), ground=reason.role, subscription=reason.subscription,
        paragraph=reason.paragraph, thread=row.thread, item=item, step=row.step.split(":")[0] if row.step else None,
        due_at=due_at, late=row.done_at is None and due_at is not None and due_at < now, read_at=row.read_at,
        done_at=row.done_at, done_why=row.done_why, cursor=cursor_of(row.at, row.event_id), mailboxes=tuple(filter(None, row.mailbox_ids)),
    )  # fmt: skip


def inbox_routes(database: Database, settings: NotificationsSettings) -> APIRouter:
    """Routes of inboxes."""
    router = APIRouter(tags=["inbox"])
    clock = database.clock

    async def counted(inbox: InboxRepository, whose: Whose) -> CountsAnswer:
        return CountsAnswer.model_validate(await inbox.counts(whose), from_attributes=True)

    @route(router, "GET", "/inboxes/{party}", a.READ_INBOX, answer=InboxAnswer,
           parameters=(
               code("need", NEEDS, "Only what asks for it"), code("state", STATES, "Only in it"),
               code("language", LANGUAGES, "Of headlines and texts"), text("item", "Only of this item"),
               text("mailbox", "As one mailbox of the party has it"), *PAGE,
           ),
           summary="What a party must act on and should know: need, state, item, mailbox, language, first, after")  # fmt: skip
    async def read_inbox(request: Request) -> Response:
        actor, party = await actor_of(request), request.path_params["party"]
        authorise(actor, a.READ_INBOX, of_party(party, settings.deployment))
        given = Parameters(request).those(("mailbox", "item"))
        whose = Whose(party, given.get("mailbox"))
        need, state = one_of(request, "need", NEEDS), one_of(request, "state", STATES)
        spoken = one_of(request, "language", LANGUAGES)
        asked = Asked(cast(Any, need), cast(Any, state), given.get("item"), place_of(request))
        most, now = size_of(request), clock.now()
        async with database.reading() as connection:
            inbox, known = InboxRepository(connection), KnownItems(connection)
            rows = list(await inbox.page(whose, asked, most + 1))
            counts, rows, more = await counted(inbox, whose), rows[:most], len(rows) > most
            groups = await known.groups({row.thread for row in rows}) if rows else {}
            due = await inbox.due({row.step for row in rows if row.step})
        entries = []
        for row in rows:
            # A day that moved is told as it stands; what is not owed any more as it stood.
            until = due.get(row.step, row.due_at)
            language = spoken or row.language or actor.language
            entries.append(entry_of(row, view_of(row, party, groups), until, language, now))
        following = entries[-1].cursor if more else None
        return json(
            InboxAnswer(party=party, mailbox_id=whose.mailbox_id, counts=counts, entries=entries, next=following)
        )

    @route(router, "POST", "/inboxes/{party}/marks", a.KEEP_INBOX, answer=MarkedAnswer, body=MarkBody,
           summary="Mark entries read, unread, done, or open again",
           version=NotHeld("marks many entries at once; the last mark holds, and no words are lost"))  # fmt: skip
    async def mark_inbox(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            party, actor = request.path_params["party"], uow.cause.actor
            assert actor is not None
            authorise(actor, a.KEEP_INBOX, of_party(party, settings.deployment))
            body, inbox = await body_of(request, MarkBody), InboxRepository(uow.connection)
            whose = Whose(party, body.mailbox_id)
            changed = await inbox.mark(whose, body.mark, clock.now(), body.event_ids, body.up_to, body.need)
            if body.mark in {"done", "open"} and changed:
                uow.audit(a.KEEP_INBOX.name, a.KEEP_INBOX.paragraph, party, 0, mark=body.mark, changed=changed)
            return json(MarkedAnswer(changed=changed, counts=await counted(inbox, whose)))

        return await command(request, database, work)

    return router
