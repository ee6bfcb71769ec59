"""Why somebody heard of an event, or did not; and what is owed by whom until when (WM 6)."""

from dataclasses import asdict
from datetime import datetime
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from services.notifications.actions import explain
from services.notifications.domain.endpoint import RECIPIENT
from services.notifications.http.mail_schemas import DeadlineAnswer, DeadlinesAnswer, NoticeAnswer, NoticesAnswer
from services.notifications.http.paging import one_of
from services.notifications.http.routes import with_tries
from services.notifications.http.schemas import DeliveryAnswer
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.announcements import AnnouncementRepository
from services.notifications.storage.known import KnownItems
from services.notifications.storage.ledger import LedgerRepository
from services.notifications.storage.notices import Notices
from services.notifications.storage.webhooks import WebhookRepository
from services.notifications.wording.catalogue import words
from services.notifications.wording.told import sentence
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access import actions as a
from shared.modalities.access.actions import Action
from shared.modalities.access.authorise import authorise, authorise_seen
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_party
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


def why_routes(database: Database, settings: NotificationsSettings) -> APIRouter:
    """Routes that answer questions; they change nothing."""
    router, clock = APIRouter(tags=["notifications"]), database.clock

    async def wanted(request: Request, action: Action, names: tuple[str, ...]) -> dict[str, str]:
        """What is asked for, narrowed to the caller's own party unless it may see everyone's. Raises NotPermitted."""
        actor = await actor_of(request)
        found = Asked(request).those(names)
        if not decide(actor, action, of_party("", settings.deployment)).allowed:
            found.setdefault("party", actor.party or "")
        authorise(actor, action, of_party(found.get("party", ""), settings.deployment))
        return found

    @route(router, "GET", "/notices", a.READ_NOTICE, answer=NoticesAnswer,
           parameters=[text(name, "Only of it", filtering) for name, filtering in NOTICE_FILTERS.items()],
           summary="Why somebody was told of an event, or was not: by event_id, item_id, thread, party ...")  # fmt: skip
    async def list_notices(request: Request) -> Response:
        asked = await wanted(request, a.READ_NOTICE, tuple(NOTICE_FILTERS))
        async with database.reading() as connection:
            rows = await Notices(connection, clock).listed(**asked)
        return json(NoticesAnswer(notices=[NoticeAnswer.model_validate(row) for row in rows]))

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
            raise Invalid((Fault("/query/event_id", "names the event", "missing"),))
        async with database.reading() as connection:
            ledger = LedgerRepository(connection, clock)
            if recipient.startswith(RECIPIENT):
                hook = await WebhookRepository(connection, clock).find(recipient.removeprefix(RECIPIENT))
                thing = of_party(hook.party, settings.deployment) if hook else None
                authorise_seen(actor, a.READ_WEBHOOK, a.READ_WEBHOOK, thing, "webhook")
                rows = await ledger.of_events([event_id], recipient)
                one = await AnnouncementRepository(connection, clock).one(event_id)
                found = [explain.of_endpoint(hook, one, rows, clock.now(), settings.mail_max_age_days)]
            else:
                authorise(actor, a.READ_NOTICE, of_party(recipient, settings.deployment))
                notices = Notices(connection, clock)
                told = await notices.listed(event_id=event_id, party=recipient)
                every = decide(actor, a.READ_NOTICE, of_party("", settings.deployment)).allowed
                found = explain.of_party(told, reached_us=await notices.reached_us(event_id) if every else None)
                rows = await ledger.of_events([event_id, *filter(None, (x.told_by for x in found))], recipient)
            deliveries = await with_tries(ledger, rows)
        answers = [
            WhyAnswer(
                **{name: value for name, value in asdict(x).items() if name != "told_by"},
                text=sentence(x, language), language=language, direction=words(language).direction,
                deliveries=[
                    d for d in deliveries
                    if d.channel == "webhook" or (d.mailbox == x.mailbox_id and d.event_id == x.told_by)
                ],
            )
            for x in found
        ]  # fmt: skip
        return json(WhysAnswer(event_id=event_id, recipient=recipient, answers=answers))

    @route(router, "GET", "/deadlines", a.READ_DEADLINE, answer=DeadlinesAnswer,
           parameters=[text(name, "Only of it", filtering) for name, filtering in DEADLINE_FILTERS.items()],
           summary="What is owed by whom until when: by item_id, thread, party, owed")  # fmt: skip
    async def list_deadlines(request: Request) -> Response:
        asked = await wanted(request, a.READ_DEADLINE, tuple(DEADLINE_FILTERS))
        async with database.reading() as connection:
            rows = await KnownItems(connection).deadlines(**asked)
        return json(DeadlinesAnswer(deadlines=[DeadlineAnswer.model_validate(row) for row in rows]))

    return router
