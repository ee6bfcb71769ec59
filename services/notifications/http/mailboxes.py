"""Where a party is reached over HTTP: its main address, and further mailboxes each with a language and a time zone (WM 6)."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.notifications import actions as does
from services.notifications.actions.mailbox import Ended, MailboxAnswer
from services.notifications.actions.put_address import AddressAnswer
from services.notifications.queries.read_mailbox import MailboxReader
from services.notifications.settings import NotificationsSettings
from shared.application.over_http import At, commands
from shared.application.runner import Runner
from shared.modalities.access import actions as a
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.routes import id_in_path, json, route
from shared.runtime.http.versions import Held

OF_PARTY, ONE = "/directory/{party}", "/mailboxes/{mailbox_id}"
TABLE = (
    At("PUT", OF_PARTY, does.PUT_ADDRESS, AddressAnswer, "Say where a party is reached: its main mailbox",
       version=Held(OF_PARTY, may_make=True)),
    At("POST", OF_PARTY + "/mailboxes", does.ADD_MAILBOX, MailboxAnswer, "Add a mailbox; the first one is the main one",
       made="/mailboxes/{id}"),
    At("PUT", ONE, does.CHANGE_MAILBOX, MailboxAnswer, "Change a mailbox"),
    At("DELETE", ONE, does.REMOVE_MAILBOX, Ended, "Forget a mailbox and its address", tagged=False),
)  # fmt: skip


class MailboxesAnswer(BaseModel):
    """Mailboxes of a party, the main one first."""

    mailboxes: list[MailboxAnswer]


async def reader_of(request: Request, runner: Runner[NotificationsSettings]) -> MailboxReader:
    """What the caller may read of the directory."""
    return MailboxReader(runner.database, runner.context, await actor_of(request))


def mailbox_in(request: Request) -> UUID:
    """The mailbox in the path. Raises NotFound."""
    return id_in_path(request, "mailbox_id", "mailbox")


def mailbox_routes(runner: Runner[NotificationsSettings]) -> APIRouter:
    """Routes of the directory."""
    router = APIRouter(tags=["mailboxes"])

    @route(router, "GET", OF_PARTY, a.KEEP_DIRECTORY, answer=AddressAnswer,
           summary="Where a party is reached")  # fmt: skip
    async def read_address(request: Request) -> Response:
        found = await (await reader_of(request, runner)).address(request.path_params["party"])
        return json(found, version=found.version)

    @route(router, "GET", OF_PARTY + "/mailboxes", a.KEEP_DIRECTORY, answer=MailboxesAnswer,
           summary="Every mailbox of a party with preferences, subscriptions and mutes")  # fmt: skip
    async def list_mailboxes(request: Request) -> Response:
        found = await (await reader_of(request, runner)).of_party(request.path_params["party"])
        return json(MailboxesAnswer(mailboxes=found))

    @route(router, "GET", ONE, a.READ_PREFERENCES, answer=MailboxAnswer, summary="A mailbox and what it gets")
    async def read_mailbox(request: Request) -> Response:
        found = await (await reader_of(request, runner)).one(mailbox_in(request))
        return json(found, version=found.version)

    commands(router, runner, *TABLE)
    return router
