"""What a party keeps for itself, to read: its endpoints, its programs' tokens, its mailboxes. Notifications answers."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.told import Asked, ask, known


@strawberry.type(description="A token of a party's program; the token itself was shown once, when it was made")
class AccessToken:
    token_id: str
    party: str
    name: str
    scopes: list[str]
    subject: str = strawberry.field(description="Who made it")
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    revoked_by: str | None


@strawberry.type(description="An endpoint, how it does, and why it gets nothing if so")
class Webhook:
    webhook_id: str
    party: str
    name: str
    url: str
    event_types: list[str]
    signing: str
    state: str
    state_until: datetime | None
    disabled_reason: str | None
    failures: int
    last_success_at: datetime | None
    last_failure_at: datetime | None
    last_code: str | None
    created_at: datetime


def _moments(one: dict[str, Any], kind: type[Any]) -> Any:
    names = kind.__annotations__
    found = {name: one[name] for name in names}
    return kind(
        **{n: datetime.fromisoformat(v) if n.endswith(("_at", "_until")) and v else v for n, v in found.items()}
    )


@strawberry.type
class OwnQueries:
    """Each caller sees its own party's; officers those of their deployment."""

    @strawberry.field(description="Tokens of programs that the caller may see, newest first (WM 3)")
    async def tokens(self, info: Asked) -> list[AccessToken]:
        await known(info, "Query.tokens")
        return [_moments(one, AccessToken) for one in (await ask(info, "/tokens"))["tokens"]]

    @strawberry.field(description="Endpoints that the caller may see (WM 3)")
    async def webhooks(self, info: Asked) -> list[Webhook]:
        await known(info, "Query.webhooks")
        return [_moments(one, Webhook) for one in (await ask(info, "/webhooks"))["webhooks"]]

    @strawberry.field(
        description="Mailboxes of a party with preferences, subscriptions and mutes, as REST has them (WM 6)"
    )
    async def mailboxes(self, info: Asked, party: str | None = None) -> list[JSON]:
        await known(info, "Query.mailboxes")
        whose = party or (await info.context.actor()).party or ""
        found: list[JSON] = (await ask(info, f"/directory/{quote(whose, safe='')}/mailboxes"))["mailboxes"]
        return found
