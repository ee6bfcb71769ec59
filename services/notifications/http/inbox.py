"""The inbox of a party over HTTP: what it must act on and what it should know, in words, read and done (WM 6)."""

from datetime import datetime
from typing import Any, cast

from fastapi import APIRouter, Request, Response

from services.notifications import actions as does
from services.notifications.actions.mark_inbox import MarkedAnswer
from services.notifications.domain.notice import NoticeReason
from services.notifications.domain.operation import Operation
from services.notifications.http.inbox_schemas import EntryAnswer, InboxAnswer, ItemAnswer, SpokenAnswer
from services.notifications.http.paging import PAGE, cursor_of, one_of, place_of, size_of
from services.notifications.kinds.lists import heard
from services.notifications.queries.read_inbox import InboxAsked, ToldNotice
from services.notifications.queries.read_inbox import read_inbox as inbox_of
from services.notifications.settings import NotificationsSettings
from services.notifications.wording.mail import Letter, MailReader, sheet
from shared.application.over_http import At, commands
from shared.application.runner import Runner
from shared.contracts.reminder_kinds import reminder_of
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access import actions as a
from shared.runtime.http.asked import Asked
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.described import code, text
from shared.runtime.http.routes import json, route
from shared.runtime.http.versions import NotHeld

ONE = "/inboxes/{party}"
NEEDS, STATES = ("must_act", "should_know"), ("unread", "open", "done")
PARAMETERS = (
    code("need", NEEDS, "Only what asks for it"), code("state", STATES, "Only in it"),
    code("language", LANGUAGES, "Of headlines and texts"), text("item", "Only of this item"),
    text("mailbox", "As one mailbox of the party has it"), *PAGE,
)  # fmt: skip
TABLE = (
    At("POST", ONE + "/marks", does.MARK_INBOX, MarkedAnswer, "Mark entries read, unread, done, or open again",
       version=NotHeld("marks many entries at once; the last mark holds, and no words are lost"), tagged=False),
)  # fmt: skip


def entry_of(told: ToldNotice, language: str, now: datetime) -> EntryAnswer:
    """A stored notice as an entry."""
    row, view, due_at = told.row, told.view, told.due_at
    reason, content = NoticeReason.model_validate(row.reason), row.content
    letter = Letter(
        row.event_type, row.must_act, reason, view, due_at,
        reminder_of(content["reminder"]) if content.get("reminder") else None,
        Operation.model_validate(content["operation"]) if content.get("operation") else None,
    )  # fmt: skip
    said = sheet(letter, MailReader(language, "UTC"))
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


def inbox_routes(runner: Runner[NotificationsSettings]) -> APIRouter:
    """Routes of inboxes."""
    router, database = APIRouter(tags=["inbox"]), runner.database

    @route(router, "GET", ONE, a.READ_INBOX, answer=InboxAnswer, parameters=PARAMETERS,
           summary="What a party must act on and should know: need, state, item, mailbox, language, first, after")  # fmt: skip
    async def read_inbox(request: Request) -> Response:
        actor, party = await actor_of(request), request.path_params["party"]
        given = Asked(request).those(("mailbox", "item"))
        need, state = cast(Any, one_of(request, "need", NEEDS)), cast(Any, one_of(request, "state", STATES))
        spoken, mailbox = one_of(request, "language", LANGUAGES), given.get("mailbox")
        asked = InboxAsked(mailbox, need, state, given.get("item"), place_of(request), size_of(request))
        page, now = await inbox_of(database, runner.context, actor, party, asked), database.clock.now()
        entries = [entry_of(one, spoken or one.row.language or actor.language, now) for one in page.told]
        following = entries[-1].cursor if page.more else None
        return json(InboxAnswer(party=party, mailbox_id=mailbox, counts=page.counts, entries=entries, next=following))

    commands(router, runner, *TABLE)
    return router
