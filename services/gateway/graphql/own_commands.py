"""What a party keeps for itself: endpoints, tokens of its programs, preferences (WM 3, 6). Notifications decides on each."""

from datetime import datetime

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.commands import Asked, segment, send
from services.gateway.graphql.mailbox_commands import MailboxMutations
from services.gateway.graphql.preference_commands import PreferenceMutations
from services.gateway.graphql.told_commands import said
from services.gateway.graphql.types import CommandResult

OWNER = "notifications"


@strawberry.type
class OwnMutations(PreferenceMutations, MailboxMutations):
    """A secret stands in the answer to the first command alone; a repeat with the same key shows none."""

    @strawberry.mutation(description="Subscribe an endpoint to events; its secret is shown once (WM 3, 17)")
    async def register_webhook(
        self,
        info: Asked,
        url: str,
        event_types: list[str],
        key: str,
        name: str | None = None,
        signing: str | None = None,
        full_body: bool | None = None,
        fifo: bool | None = None,
        regions: list[str] | None = None,
        functional_areas: list[str] | None = None,
    ) -> CommandResult:
        body = said(url=url, event_types=event_types, name=name, signing=signing, full_body=full_body, fifo=fifo,
                    regions=regions, functional_areas=functional_areas)  # fmt: skip
        return await send(info, OWNER, "POST", "/webhooks", body, key)

    @strawberry.mutation(description="Change an endpoint: the entries that are given, as REST takes them")
    async def change_webhook(
        self, info: Asked, webhook_id: str, changes: JSON, expected_version: int, key: str
    ) -> CommandResult:
        return await send(info, OWNER, "PATCH", f"/webhooks/{segment(webhook_id)}", changes, key, expected_version)

    @strawberry.mutation(description="A new secret, shown once; the old one signs as well for a while")
    async def rotate_webhook(
        self,
        info: Asked,
        webhook_id: str,
        expected_version: int,
        key: str,
        overlap_h: float | None = None,
        signing: str | None = None,
    ) -> CommandResult:
        body = said(overlap_h=overlap_h, signing=signing)
        return await send(info, OWNER, "POST", f"/webhooks/{segment(webhook_id)}/rotate", body, key, expected_version)

    @strawberry.mutation(description="Call the endpoint now and show what came of it")
    async def test_webhook(self, info: Asked, webhook_id: str, key: str) -> CommandResult:
        return await send(info, OWNER, "POST", f"/webhooks/{segment(webhook_id)}/test", {}, key)

    @strawberry.mutation(description="Hold an endpoint's calls until a moment; without one, a pause ends now")
    async def pause_webhook(
        self, info: Asked, webhook_id: str, expected_version: int, key: str, until: datetime | None = None
    ) -> CommandResult:
        return await send(
            info, OWNER, "POST", f"/webhooks/{segment(webhook_id)}/pause", said(until=until), key, expected_version
        )

    @strawberry.mutation(description="Start a disabled endpoint again, with what it missed first")
    async def enable_webhook(
        self, info: Asked, webhook_id: str, expected_version: int, key: str, replay_missed: bool = True
    ) -> CommandResult:
        body = {"replay_missed": replay_missed}
        return await send(info, OWNER, "POST", f"/webhooks/{segment(webhook_id)}/enable", body, key, expected_version)

    @strawberry.mutation(description="End an endpoint")
    async def end_webhook(self, info: Asked, webhook_id: str, expected_version: int, key: str) -> CommandResult:
        return await send(info, OWNER, "DELETE", f"/webhooks/{segment(webhook_id)}", None, key, expected_version)

    @strawberry.mutation(description="A token for a program of the caller's party, shown once (WM 3)")
    async def create_token(self, info: Asked, name: str, scopes: list[str], key: str, days: int = 90) -> CommandResult:
        return await send(info, OWNER, "POST", "/tokens", {"name": name, "scopes": scopes, "days": days}, key)

    @strawberry.mutation(description="Revoke a token; it stops within seconds in every service")
    async def revoke_token(self, info: Asked, token_id: str, key: str) -> CommandResult:
        return await send(info, OWNER, "DELETE", f"/tokens/{segment(token_id)}", None, key)
