"""What a party wants to hear, by whom and when: preferences, subscriptions, mutes, saved filters (WM 6)."""

from datetime import datetime
from urllib.parse import quote

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.commands import Asked, segment, send
from services.gateway.graphql.told_commands import said
from services.gateway.graphql.types import CommandResult

OWNER = "notifications"


def _of(party: str) -> str:
    return f"/directory/{quote(party, safe='')}"


def _box(mailbox_id: str) -> str:
    return f"/mailboxes/{segment(mailbox_id)}"


@strawberry.type
class PreferenceMutations:
    """Kept by the party itself: an officer may see them, never set them."""

    @strawberry.mutation(description="Say what holds for a mailbox, or for a party's mailboxes without their own")
    async def put_preferences(
        self,
        info: Asked,
        preferences: JSON,
        expected_version: int,
        key: str,
        mailbox_id: str | None = None,
        party: str | None = None,
    ) -> CommandResult:
        whose = party or (await info.context.actor()).party or ""
        where = _box(mailbox_id) if mailbox_id is not None else _of(whose)
        return await send(info, OWNER, "PUT", f"{where}/preferences", preferences, key, expected_version)

    @strawberry.mutation(description="Let the party's preferences hold for a mailbox again")
    async def drop_preferences(self, info: Asked, mailbox_id: str, expected_version: int, key: str) -> CommandResult:
        return await send(info, OWNER, "DELETE", f"{_box(mailbox_id)}/preferences", None, key, expected_version)

    @strawberry.mutation(description="Subscribe a mailbox by a filter, or by a saved one")
    async def subscribe_mailbox(
        self,
        info: Asked,
        mailbox_id: str,
        name: str,
        key: str,
        filter: JSON | None = None,
        saved_filter: str | None = None,
        rhythm: str | None = None,
    ) -> CommandResult:
        body = said(name=name, filter=filter, saved_filter=saved_filter, rhythm=rhythm)
        return await send(info, OWNER, "POST", f"{_box(mailbox_id)}/subscriptions", body, key)

    @strawberry.mutation(description="End a subscription of a mailbox")
    async def unsubscribe_mailbox(self, info: Asked, mailbox_id: str, subscription_id: str, key: str) -> CommandResult:
        path = f"{_box(mailbox_id)}/subscriptions/{segment(subscription_id)}"
        return await send(info, OWNER, "DELETE", path, None, key)

    @strawberry.mutation(description="Mute a mailbox, an item or a kind of event until a moment")
    async def mute_mailbox(
        self,
        info: Asked,
        mailbox_id: str,
        scope: str,
        until: datetime,
        key: str,
        what: str | None = None,
        must_act: bool = False,
    ) -> CommandResult:
        body = said(scope=scope, until=until, what=what, must_act=must_act)
        return await send(info, OWNER, "POST", f"{_box(mailbox_id)}/mutes", body, key)

    @strawberry.mutation(description="End a mute before its time; what came meanwhile is told")
    async def end_mute(self, info: Asked, mailbox_id: str, mute_id: str, key: str) -> CommandResult:
        return await send(info, OWNER, "DELETE", f"{_box(mailbox_id)}/mutes/{segment(mute_id)}", None, key)

    @strawberry.mutation(description="Save a filter of the caller's party")
    async def save_filter(
        self, info: Asked, name: str, filter: JSON, key: str, party: str | None = None
    ) -> CommandResult:
        whose = party or (await info.context.actor()).party or ""
        return await send(info, OWNER, "POST", f"{_of(whose)}/filters", {"name": name, "filter": filter}, key)

    @strawberry.mutation(description="Change a saved filter; its subscriptions follow")
    async def change_filter(
        self, info: Asked, filter_id: str, filter: JSON, expected_version: int, key: str
    ) -> CommandResult:
        return await send(
            info, OWNER, "PUT", f"/filters/{segment(filter_id)}", {"filter": filter}, key, expected_version
        )

    @strawberry.mutation(description="Forget a saved filter that nothing uses")
    async def drop_filter(self, info: Asked, filter_id: str, expected_version: int, key: str) -> CommandResult:
        return await send(info, OWNER, "DELETE", f"/filters/{segment(filter_id)}", None, key, expected_version)
