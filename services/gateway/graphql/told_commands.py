"""Commands about what was told: marks in an inbox, deliveries that go out again (WM 6)."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

import strawberry

from services.gateway.graphql.commands import Asked, segment, send
from services.gateway.graphql.types import CommandResult


def said(**given: Any) -> dict[str, Any]:
    """A body of what was given; moments as text."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in given.items()
        if value is not None
    }


@strawberry.type
class ToldMutations:
    """Notifications decides on each."""

    @strawberry.mutation(description="Mark entries read, unread, done, or open again: by event, or all up to a moment")
    async def mark_inbox(
        self,
        info: Asked,
        mark: str,
        key: str,
        event_ids: list[str] | None = None,
        up_to: datetime | None = None,
        need: str | None = None,
        party: str | None = None,
        mailbox: str | None = None,
    ) -> CommandResult:
        whose = party or (await info.context.actor()).party or ""
        body = said(mark=mark, event_ids=event_ids, up_to=up_to, need=need, mailbox_id=mailbox)
        return await send(info, "notifications", "POST", f"/inboxes/{quote(whose, safe='')}/marks", body, key)

    @strawberry.mutation(description="Try one delivery again that was given up")
    async def retry_delivery(self, info: Asked, delivery_id: str, key: str) -> CommandResult:
        return await send(info, "notifications", "POST", f"/deliveries/{segment(delivery_id)}/retry", {}, key)

    @strawberry.mutation(description="Send mails again that were given up: by id, or since a moment, by party or cause")
    async def replay_mails(
        self,
        info: Asked,
        key: str,
        delivery_ids: list[str] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        party: str | None = None,
        last_error: str | None = None,
    ) -> CommandResult:
        body = said(delivery_ids=delivery_ids, since=since, until=until, party=party, last_error=last_error)
        return await send(info, "notifications", "POST", "/deliveries/replay", body, key)

    @strawberry.mutation(
        description="Send an endpoint again what failed or was missed: by id, by time, by sequence, or all"
    )
    async def replay_webhook(
        self,
        info: Asked,
        webhook_id: str,
        key: str,
        ids: list[str] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        from_sequence: int | None = None,
        to_sequence: int | None = None,
        delivered: bool = False,
    ) -> CommandResult:
        body = said(ids=ids, since=since, until=until, from_sequence=from_sequence, to_sequence=to_sequence,
                     delivered=delivered)  # fmt: skip
        return await send(info, "notifications", "POST", f"/webhooks/{segment(webhook_id)}/replay", body, key)
