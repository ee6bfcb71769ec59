"""A party has its endpoint called once, past its queue and its circuit, and sees what came of it (WM 3).

The call is made before the transaction begins: an endpoint that takes its time holds no row and no connection.
"""

from dataclasses import dataclass
from datetime import datetime

import orjson
from pydantic import BaseModel, Field

from services.notifications.actions.mailbox import Notifying
from services.notifications.actions.webhook import WEBHOOK, Held, kept
from services.notifications.storage.ledger import LedgerRepository
from services.notifications.storage.webhooks import EndpointRow, WebhookRepository
from shared.application.use_case import Change, Done
from shared.contracts.envelope import rfc3339
from shared.modalities.access import actions as a
from shared.runtime.clock import Clock
from shared.runtime.identifiers import new_id
from shared.runtime.settings import RuntimeSettings

TEST_TYPE = "acsg.notifications.webhook-test"


class TestCallAnswer(BaseModel):
    """What a test call came to."""

    delivery_id: str
    code: str
    status: int | None
    duration_ms: int
    delivered: bool
    body: str = Field(description="What was sent")


class TestCallMade(TestCallAnswer):
    """The same, with what only the ledger keeps."""

    event_id: str
    at: datetime


@dataclass(frozen=True)
class TestCall:
    """A call that is to be made."""

    webhook_id: str
    delivery_id: str
    event_id: str
    url: str
    secrets: list[str]
    body: bytes
    at: datetime


async def call_for(webhooks: WebhookRepository, row: EndpointRow, settings: RuntimeSettings, clock: Clock) -> TestCall:
    """A test call of an endpoint."""
    event_id, at = new_id(clock), clock.now()
    body = orjson.dumps(
        {"specversion": "1.0", "id": event_id, "source": settings.source, "type": TEST_TYPE,
         "subject": row.webhook_id, "time": rfc3339(at), "datacontenttype": "application/json",
         "region": settings.deployment, "data": {"test": True}}
    )  # fmt: skip
    secrets = [one.secret for one in await webhooks.secrets(row.webhook_id)]
    return TestCall(row.webhook_id, new_id(clock), event_id, row.url, secrets, body, at)


async def test_webhook(doing: Notifying, held: Held, made: TestCallMade) -> Done[TestCallAnswer]:
    """Keeps a call that was made in the ledger."""
    row = held.state
    await kept(doing).note_test(row, made.delivery_id, made.event_id, TEST_TYPE, made.code)
    ledger = LedgerRepository(doing.uow.connection, doing.uow.clock)
    await ledger.note(made.delivery_id, "webhook", 1, made.at, made.duration_ms, made.code, None, made.status)
    answer = TestCallAnswer.model_validate(made.model_dump(exclude={"event_id", "at"}))
    return Done(answer, row.version, row.webhook_id, detail={"what": "test"})


TEST_WEBHOOK = Change(WEBHOOK, a.KEEP_WEBHOOK, TestCallMade, test_webhook)
