"""Bodies and answers about webhooks."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints

from services.notifications.channels.signatures import public_key
from services.notifications.domain.preferences import EventType
from shared.contracts.incoming import MOST_WHOLE, Moment, Strict
from shared.contracts.shapes.values import Deployment, FunctionalArea, Id, Label

Url = Annotated[str, StringConstraints(max_length=2000, pattern=r"^https?://")]


class WebhookBody(Strict):
    """An endpoint and what it wants to hear. Bodies are thin unless ``full_body``; calls are unordered unless ``fifo``."""

    url: Url
    event_types: tuple[EventType, ...] = Field(min_length=1, max_length=20)
    name: Label = Field("", max_length=100)
    signing: Literal["v1", "v1a"] = Field(
        "v1", description="v1: HMAC with a shared secret; v1a: ed25519, we keep the key"
    )
    full_body: bool = Field(False, description="The data itself rather than where to read it")
    fifo: bool = Field(False, description="One call at a time, in order; one that fails holds back those behind it")
    regions: tuple[Deployment, ...] = Field((), max_length=20, description="Deployments; none means all")
    functional_areas: tuple[FunctionalArea, ...] = Field((), max_length=50, description="None means all")


class WebhookChange(Strict):
    """What changes of an endpoint; the rest stays."""

    url: Url | None = None
    event_types: tuple[EventType, ...] | None = Field(None, min_length=1, max_length=20)
    name: Label | None = Field(None, max_length=100)
    full_body: bool | None = None
    fifo: bool | None = None
    regions: tuple[Deployment, ...] | None = Field(None, max_length=20)
    functional_areas: tuple[FunctionalArea, ...] | None = Field(None, max_length=50)


class SecretAnswer(BaseModel):
    """A secret that signs. Of v1a the public key is shown; of v1 nothing is shown again."""

    secret_id: str
    signing: str
    created_at: datetime
    valid_until: datetime | None
    public_key: str | None


class WebhookAnswer(BaseModel):
    """An endpoint, how it does and why it gets nothing if so. ``secret`` is shown once, when it is made (v1)."""

    webhook_id: str
    version: int
    party: str
    name: str
    url: str
    event_types: tuple[str, ...]
    signing: str
    full_body: bool
    fifo: bool
    regions: tuple[str, ...]
    functional_areas: tuple[str, ...]
    state: Literal["active", "paused", "throttled", "circuit_open", "disabled"]
    state_until: datetime | None
    disabled_reason: str | None
    failures: int
    failing_since: datetime | None
    last_success_at: datetime | None
    last_failure_at: datetime | None
    last_code: str | None
    last_sequence: int
    deliveries: dict[str, int]
    secrets: list[SecretAnswer]
    created_at: datetime
    secret: str | None = None


class WebhooksAnswer(BaseModel):
    """Endpoints, oldest first."""

    webhooks: list[WebhookAnswer]


class RotateBody(Strict):
    """How long the old secret signs beside the new one; 0 when it is known to others. ``signing`` may change with it."""

    overlap_h: float | None = Field(None, ge=0, le=168)
    signing: Literal["v1", "v1a"] | None = None


class PauseBody(Strict):
    """Until when nothing is sent; it ends by itself. Without a moment, a pause ends now."""

    until: Moment | None = None


class EnableBody(Strict):
    """Whether what was missed goes out first."""

    replay_missed: bool = True


class ReplayBody(Strict):
    """What goes out again: by ids (of events or deliveries), by time of the event, by sequence, or all that is kept."""

    ids: tuple[Id, ...] | None = Field(None, min_length=1, max_length=1000)
    since: Moment | None = None
    until: Moment | None = None
    from_sequence: int | None = Field(None, ge=1, le=MOST_WHOLE)
    to_sequence: int | None = Field(None, ge=1, le=MOST_WHOLE)
    delivered: bool = Field(False, description="Also what was delivered; otherwise what failed or was missed")


class ReplayAnswer(BaseModel):
    """How many deliveries were queued."""

    webhook_id: str
    queued: int


class TestCallAnswer(BaseModel):
    """What a test call came to."""

    delivery_id: str
    code: str
    status: int | None
    duration_ms: int
    delivered: bool
    body: str = Field(description="What was sent")


def webhook_answer(
    row: Any, secrets: Any, counts: dict[str, int], now: datetime, secret: str | None = None
) -> WebhookAnswer:
    """A stored endpoint without its shared secrets, unless one is new."""
    state, until = state_of(row, now)
    return WebhookAnswer(
        webhook_id=row.webhook_id, version=row.version, party=row.party, name=row.name, url=row.url,
        event_types=tuple(row.event_types),
        signing=row.signing, full_body=row.full_body, fifo=row.fifo, regions=tuple(row.regions),
        functional_areas=tuple(row.functional_areas), state=state, state_until=until,
        disabled_reason=row.disabled_reason, failures=row.failures, failing_since=row.failing_since,
        last_success_at=row.last_success_at, last_failure_at=row.last_failure_at, last_code=row.last_code,
        last_sequence=row.last_sequence, deliveries=counts, created_at=row.created_at, secret=secret,
        secrets=[
            SecretAnswer(secret_id=s.secret_id, signing=s.signing, created_at=s.created_at, valid_until=s.valid_until,
                         public_key=public_key(s.secret))
            for s in secrets
        ],
    )  # fmt: skip


def state_of(
    row: Any, now: datetime
) -> tuple[Literal["active", "paused", "throttled", "circuit_open", "disabled"], datetime | None]:
    """Why an endpoint gets nothing just now, and until when."""
    if row.disabled_at is not None:
        return "disabled", None
    if row.paused_until is not None and row.paused_until > now:
        return "paused", row.paused_until
    if row.blocked_until is not None and row.blocked_until > now:
        return ("throttled" if row.blocked_why == "throttled" else "circuit_open"), row.blocked_until
    return "active", None
