"""What a party keeps for itself, to read: its endpoints, its programs' tokens, its mailboxes. Notifications answers."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.commands import segment
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


@strawberry.type(description="A secret that an endpoint's calls are signed with; of v1 nothing more is shown again")
class WebhookSecret:
    secret_id: str
    signing: str
    created_at: datetime
    valid_until: datetime | None
    public_key: str | None


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
    version: int
    full_body: bool = strawberry.field(
        description="Whether the calls carry the event itself, and not its address alone"
    )
    fifo: bool = strawberry.field(description="Whether one that fails holds up those after it")
    regions: list[str] = strawberry.field(description="Of which regions alone; empty: of all")
    functional_areas: list[str] = strawberry.field(description="Of which areas alone; empty: of all")
    last_sequence: int = strawberry.field(description="Number of the last call that was queued")
    waiting: int = strawberry.field(description="Calls that are queued or tried again")
    failed: int = strawberry.field(description="Calls that were given up; they can be sent again")
    secrets: list[WebhookSecret]


@strawberry.type(description="A way out of this deployment, and how it does")
class NotificationChannel:
    channel: str
    last_test_at: datetime | None
    last_passed_at: datetime | None
    last_code: str | None = strawberry.field(description="What the last test came to")
    failures: int = strawberry.field(description="Tests in a row that did not come through")
    next_test_at: datetime
    overdue: bool = strawberry.field(description="Nobody tests it, so nobody knows")
    quiet_since: datetime | None = strawberry.field(description="No sign of life since; null while it does well")
    muted_until: datetime | None
    muted_by: str | None
    mute_reason: str | None


@strawberry.type(description="A calendar of dates of a mailbox; its private address was shown once, when it was made")
class CalendarFeed:
    feed_id: str
    mailbox_id: str
    name: str
    covers: str = strawberry.field(description="own: what the party owes; all: also what others owe in its things")
    created_at: datetime
    last_used_at: datetime | None


def _moments(one: dict[str, Any], kind: type[Any]) -> Any:
    names = kind.__annotations__
    found = {name: one[name] for name in names}
    moments = ("_at", "_until", "_since")
    return kind(**{n: datetime.fromisoformat(v) if n.endswith(moments) and v else v for n, v in found.items()})


def _webhook(one: dict[str, Any]) -> Webhook:
    states: dict[str, int] = one["deliveries"]
    counts = {"waiting": states.get("queued", 0) + states.get("retrying", 0), "failed": states.get("failed", 0)}
    secrets = [_moments(secret, WebhookSecret) for secret in one["secrets"]]
    made: Webhook = _moments(one | counts | {"secrets": secrets}, Webhook)
    return made


@strawberry.type
class OwnQueries:
    """Each caller sees its own party's; officers those of their deployment."""

    @strawberry.field(description="Tokens of programs that the caller may see, newest first (WM 3)")
    async def tokens(self, info: Asked) -> list[AccessToken]:
        await known(info, "Query.tokens")
        return [_moments(one, AccessToken) for one in (await ask(info, "/tokens"))["tokens"]]

    @strawberry.field(description="How each channel of this deployment does, for its officers (WM 6)")
    async def channels(self, info: Asked) -> list[NotificationChannel]:
        await known(info, "Query.channels")
        return [_moments(one, NotificationChannel) for one in (await ask(info, "/channels"))["channels"]]

    @strawberry.field(description="Endpoints that the caller may see (WM 3)")
    async def webhooks(self, info: Asked) -> list[Webhook]:
        await known(info, "Query.webhooks")
        return [_webhook(one) for one in (await ask(info, "/webhooks"))["webhooks"]]

    @strawberry.field(
        description="Mailboxes of a party with preferences, subscriptions and mutes, as REST has them (WM 6)"
    )
    async def mailboxes(self, info: Asked, party: str | None = None) -> list[JSON]:
        await known(info, "Query.mailboxes")
        whose = party or (await info.context.actor()).party or ""
        found: list[JSON] = (await ask(info, f"/directory/{quote(whose, safe='')}/mailboxes"))["mailboxes"]
        return found

    @strawberry.field(description="Calendars of a mailbox, oldest first, and when each was last read (WM 6)")
    async def calendars(self, info: Asked, mailbox_id: str) -> list[CalendarFeed]:
        await known(info, "Query.calendars")
        found = await ask(info, f"/mailboxes/{segment(mailbox_id)}/calendars")
        return [_moments(one, CalendarFeed) for one in found["calendars"]]
