"""Why somebody heard of an event, or did not, in words; and what is owed by whom until when (WM 6)."""

from dataclasses import asdict
from datetime import datetime
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from services.notifications.actions.delivery import DeliveryAnswer
from services.notifications.actions.explain import Explanation
from services.notifications.http.paging import one_of
from services.notifications.queries.read_notices import DeadlineAnswer, NoticeAnswer, NoticeReader, Why
from services.notifications.settings import NotificationsSettings
from services.notifications.wording.catalogue import words
from services.notifications.wording.told import sentence
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access import actions as a
from shared.modalities.errors import Fault, Invalid
from shared.runtime.db.database import Database
from shared.runtime.http.asked import Asked
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.described import code, text
from shared.runtime.http.languages import preferred
from shared.runtime.http.routes import json, route

_THINGS = dict.fromkeys(("event_id", "item_id", "thread", "mailbox_id"), "one thing")
NOTICE_FILTERS = {**_THINGS, "party": "told", "status": "notice_status"}
DEADLINE_FILTERS = {"item_id": "one thing", "thread": "one thing", "party": "told", "owed": "owed"}


class WhyAnswer(BaseModel):
    """One answer: of a mailbox, or of an endpoint. The codes are in docs/notifications.md and docs/integrators.md.

    ``text`` says in ``language`` what the code means and on which ground the recipient hears of such events.
    """

    told: bool
    status: str
    code: str
    text: str
    language: str
    direction: Literal["ltr", "rtl"]
    mailbox_id: str
    ground: str | None = Field(description="The role that brings it, or subscription")
    subscription: str | None
    paragraph: str | None
    must_act: bool
    ready_at: datetime | None
    deliveries: list[DeliveryAnswer]


class WhysAnswer(BaseModel):
    """Why a recipient was told of an event, or was not."""

    event_id: str
    recipient: str
    answers: list[WhyAnswer]


class NoticesAnswer(BaseModel):
    """Notices, newest first, at most 200."""

    notices: list[NoticeAnswer]


class DeadlinesAnswer(BaseModel):
    """Open deadlines, the earliest due first."""

    deadlines: list[DeadlineAnswer]


def answer_of(one: Explanation, found: Why, language: str) -> WhyAnswer:
    """One answer in a language, with the deliveries that came of it."""
    return WhyAnswer(
        **{name: value for name, value in asdict(one).items() if name != "told_by"},
        text=sentence(one, language), language=language, direction=words(language).direction,
        deliveries=[
            d for d in found.deliveries
            if d.channel == "webhook" or (d.mailbox == one.mailbox_id and d.event_id == one.told_by)
        ],
    )  # fmt: skip


def why_routes(database: Database, settings: NotificationsSettings) -> APIRouter:
    """Routes that answer questions; they change nothing."""
    router = APIRouter(tags=["notifications"])

    @route(router, "GET", "/notices", a.READ_NOTICE, answer=NoticesAnswer,
           parameters=[text(name, "Only of it", filtering) for name, filtering in NOTICE_FILTERS.items()],
           summary="Why somebody was told of an event, or was not: by event_id, item_id, thread, party ...")  # fmt: skip
    async def list_notices(request: Request) -> Response:
        reader = NoticeReader(database, settings, await actor_of(request))
        return json(NoticesAnswer(notices=await reader.notices(Asked(request).those(tuple(NOTICE_FILTERS)))))

    @route(router, "GET", "/why", a.READ_NOTICE, answer=WhysAnswer,
           parameters=(
               text("event_id", "The event") | {"required": True},
               text("recipient", "A party, or webhook:<id>; the caller's own party when not given", "recipient"),
               code("language", LANGUAGES, "Of the texts; else Accept-Language, else the caller's own"),
           ),
           summary="Why a recipient (a party, or webhook:<id>) was told of an event, or was not: event_id, recipient")  # fmt: skip
    async def why(request: Request) -> Response:
        actor, given = await actor_of(request), Asked(request).those(("event_id", "recipient"))
        language = words(one_of(request, "language", LANGUAGES) or preferred(request) or actor.language).language
        event_id, recipient = given.get("event_id", ""), given.get("recipient", actor.party or "")
        if not event_id:
            raise Invalid((Fault("/parameters/event_id", "names the event", "missing"),))
        found = await NoticeReader(database, settings, actor).why(event_id, recipient)
        answers = [answer_of(one, found, language) for one in found.answers]
        return json(WhysAnswer(event_id=event_id, recipient=recipient, answers=answers))

    @route(router, "GET", "/deadlines", a.READ_DEADLINE, answer=DeadlinesAnswer,
           parameters=[text(name, "Only of it", filtering) for name, filtering in DEADLINE_FILTERS.items()],
           summary="What is owed by whom until when: by item_id, thread, party, owed")  # fmt: skip
    async def list_deadlines(request: Request) -> Response:
        reader = NoticeReader(database, settings, await actor_of(request))
        return json(DeadlinesAnswer(deadlines=await reader.deadlines(Asked(request).those(tuple(DEADLINE_FILTERS)))))

    return router
