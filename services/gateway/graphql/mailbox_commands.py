"""Where a party is reached: its mailboxes, added, changed and forgotten by itself (WM 6). Notifications decides on each."""

from urllib.parse import quote

import strawberry

from services.gateway.graphql.commands import Asked, segment, send
from services.gateway.graphql.told_commands import said
from services.gateway.graphql.types import CommandResult

OWNER = "notifications"


@strawberry.type
class MailboxMutations:
    """Commands of a party on its own addresses."""

    @strawberry.mutation(description="Add a mailbox of the caller's party; the first one is the main one (WM 6)")
    async def add_mailbox(
        self,
        info: Asked,
        email: str,
        key: str,
        label: str | None = None,
        kind: str | None = None,
        language: str | None = None,
        time_zone: str | None = None,
        party: str | None = None,
    ) -> CommandResult:
        whose = party or (await info.context.actor()).party or ""
        body = said(email=email, label=label, kind=kind, language=language, time_zone=time_zone)
        return await send(info, OWNER, "POST", f"/directory/{quote(whose, safe='')}/mailboxes", body, key)

    @strawberry.mutation(description="Change a mailbox: address, what it is, language, time zone (WM 6)")
    async def change_mailbox(
        self,
        info: Asked,
        mailbox_id: str,
        email: str,
        expected_version: int,
        key: str,
        label: str | None = None,
        kind: str | None = None,
        language: str | None = None,
        time_zone: str | None = None,
    ) -> CommandResult:
        body = said(email=email, label=label, kind=kind, language=language, time_zone=time_zone)
        return await send(info, OWNER, "PUT", f"/mailboxes/{segment(mailbox_id)}", body, key, expected_version)

    @strawberry.mutation(description="Forget a mailbox and its address; the main one goes last (WM 6)")
    async def remove_mailbox(self, info: Asked, mailbox_id: str, expected_version: int, key: str) -> CommandResult:
        return await send(info, OWNER, "DELETE", f"/mailboxes/{segment(mailbox_id)}", None, key, expected_version)

    @strawberry.mutation(description="A calendar of due dates of a mailbox, with a private address that is shown once")
    async def add_calendar(
        self, info: Asked, mailbox_id: str, key: str, name: str | None = None, covers: str | None = None
    ) -> CommandResult:
        path = f"/mailboxes/{segment(mailbox_id)}/calendars"
        return await send(info, OWNER, "POST", path, said(name=name, covers=covers), key)

    @strawberry.mutation(description="End a calendar: its address leads nowhere any more")
    async def end_calendar(self, info: Asked, mailbox_id: str, calendar_id: str, key: str) -> CommandResult:
        path = f"/mailboxes/{segment(mailbox_id)}/calendars/{segment(calendar_id)}"
        return await send(info, OWNER, "DELETE", path, None, key)
