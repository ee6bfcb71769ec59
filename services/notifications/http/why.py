"""Why somebody heard of an event, or did not; and what is owed by whom until when (WM 6)."""

from fastapi import APIRouter, Request, Response

from services.notifications.http.mail_schemas import DeadlineAnswer, DeadlinesAnswer, NoticeAnswer, NoticesAnswer
from services.notifications.http.mailboxes import resource
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.known import KnownItems
from services.notifications.storage.notices import Notices
from shared.modalities.access import actions as a
from shared.modalities.access.actions import Action
from shared.modalities.access.policy import decide
from shared.runtime.db.database import Database
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.authorisation import authorise
from shared.runtime.http.routes import json, route

NOTICE_FILTERS = ("event_id", "item_id", "thread", "party", "mailbox_id", "status")
DEADLINE_FILTERS = ("item_id", "thread", "party", "owed")


def why_routes(database: Database, settings: NotificationsSettings) -> APIRouter:
    """Routes that answer questions; they change nothing."""
    router = APIRouter(tags=["notifications"])

    async def wanted(request: Request, action: Action, names: tuple[str, ...]) -> dict[str, str]:
        """What is asked for, narrowed to the caller's own party unless it may see everyone's. Raises NotPermitted."""
        actor = await actor_of(request)
        found = {name: request.query_params[name] for name in names if name in request.query_params}
        if not decide(actor, action, resource(settings, "")).allowed:
            found.setdefault("party", actor.party or "")
        authorise(actor, action, resource(settings, found.get("party", "")))
        return found

    @route(router, "GET", "/notices", a.READ_NOTICE, answer=NoticesAnswer,
           summary="Why somebody was told of an event, or was not: by event_id, item_id, thread, party ...")  # fmt: skip
    async def list_notices(request: Request) -> Response:
        asked = await wanted(request, a.READ_NOTICE, NOTICE_FILTERS)
        async with database.reading() as connection:
            rows = await Notices(connection, database.clock).listed(**asked)
        return json(NoticesAnswer(notices=[NoticeAnswer.model_validate(row) for row in rows]))

    @route(router, "GET", "/deadlines", a.READ_DEADLINE, answer=DeadlinesAnswer,
           summary="What is owed by whom until when: by item_id, thread, party, owed")  # fmt: skip
    async def list_deadlines(request: Request) -> Response:
        asked = await wanted(request, a.READ_DEADLINE, DEADLINE_FILTERS)
        async with database.reading() as connection:
            rows = await KnownItems(connection).deadlines(**asked)
        return json(DeadlinesAnswer(deadlines=[DeadlineAnswer.model_validate(row) for row in rows]))

    return router
