"""An endpoint as commands meet it, as it is read, and what may be asked of one (WM 3, 17)."""

from collections.abc import Awaitable, Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, StringConstraints

from services.notifications.actions.mailbox import Notifying
from services.notifications.actions.queue_deliveries import moved
from services.notifications.domain.announcement import OPERATIONAL
from services.notifications.domain.open_address import fault_of_url
from services.notifications.domain.signatures import public_key
from services.notifications.storage.webhook_table_rows import WebhookSecretRow
from services.notifications.storage.webhooks import EndpointRow, MovedDeliveries, WebhookRepository, find_webhook
from shared.application.use_case import Done, Kind, Stored, whole
from shared.contracts.catalogue import public_types
from shared.contracts.classification import Classification
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_party
from shared.modalities.errors import Fault

Url = Annotated[str, StringConstraints(max_length=2000, pattern=r"^https?://")]
State = Literal["active", "paused", "throttled", "circuit_open", "disabled"]
PUBLIC_TYPES = list(public_types())
OPERATIONAL_TYPES = sorted(e.wire_type for e in OPERATIONAL)


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
    state: State
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


async def _with_version(found: Awaitable[EndpointRow | None]) -> tuple[EndpointRow, int] | None:
    row = await found
    return (row, row.version) if row is not None else None


WEBHOOK: Kind[EndpointRow] = Kind(
    "webhook",
    a.READ_WEBHOOK,
    lambda row: of_party(row.party),
    lambda connection, webhook_id, lock: _with_version(find_webhook(connection, str(webhook_id), lock=lock)),
    whole,
)
Held = Stored[EndpointRow]
"""An endpoint with its queue; the queue is locked."""


def kept(doing: Notifying) -> WebhookRepository:
    """The endpoints of this transaction."""
    return WebhookRepository(doing.uow.connection, doing.uow.clock)


def faults_of_wishes(
    url: str | None, kinds: tuple[str, ...] | None, clearance: Classification, *, private: bool
) -> tuple[Fault, ...]:
    """Every fault of an address and of event types."""
    known = PUBLIC_TYPES + (OPERATIONAL_TYPES if clearance is Classification.CONFIDENTIAL else [])
    faults = tuple(
        Fault(f"/event_types/{n}", f"'{kind}' is none of {', '.join(known)}", "unknown_event_type")
        for n, kind in enumerate(kinds or ())
        if kind not in known
    )
    if url is not None and (code := fault_of_url(url, private=private)) is not None:
        words = "must be https to a host on the public internet, named in full and in ASCII, without user or fragment"
        faults += (Fault("/url", words, code),)
    return faults


def tell(doing: Notifying, done: MovedDeliveries) -> int:
    """Tells the bus what it knew of deliveries that changed together; how many did in all."""
    for row in done.told:
        doing.uow.record(moved(row))
    return done.count


async def shown(
    webhooks: WebhookRepository, rows: Sequence[EndpointRow], now: datetime, secret: str | None = None
) -> list[WebhookAnswer]:
    """Endpoints without their shared secrets, unless one is new."""
    ids = [row.webhook_id for row in rows]
    valid, counts = await webhooks.secrets_of(ids), await webhooks.counts_of(ids)
    return [_answer(row, valid[row.webhook_id], counts[row.webhook_id], now, secret) for row in rows]


async def changed(doing: Notifying, webhook_id: str, what: str, secret: str | None = None) -> Done[WebhookAnswer]:
    """Ends a change: the endpoint as it stands now."""
    webhooks = kept(doing)
    row = await webhooks.find(webhook_id)
    assert row is not None  # it was written in this transaction
    answer = (await shown(webhooks, [row], doing.now, secret))[0]
    return Done(answer, row.version, webhook_id, detail={"what": what})


def _answer(
    row: EndpointRow, secrets: Sequence[WebhookSecretRow], counts: dict[str, int], now: datetime, secret: str | None
) -> WebhookAnswer:
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


def state_of(row: EndpointRow, now: datetime) -> tuple[State, datetime | None]:
    """Why an endpoint gets nothing just now, and until when."""
    if row.disabled_at is not None:
        return "disabled", None
    if row.paused_until is not None and row.paused_until > now:
        return "paused", row.paused_until
    if row.blocked_until is not None and row.blocked_until > now:
        return ("throttled" if row.blocked_why == "throttled" else "circuit_open"), row.blocked_until
    return "active", None
