"""A delivery as commands meet it, and as it is read: every attempt, its state, its next try (WM 6)."""

from collections.abc import Awaitable, Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from services.notifications.storage.ledger import LedgerRepository
from services.notifications.storage.repository import find_delivery
from services.notifications.storage.table_rows import DeliveryRow
from shared.application.use_case import Kind, Stored, whole
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_party
from shared.runtime.cursors import cursor_of


class AttemptAnswer(BaseModel):
    """One attempt of a delivery. ``status`` is the answer's of an endpoint; ``code`` says ok, or what went wrong."""

    model_config = ConfigDict(from_attributes=True)

    number: int
    at: datetime
    duration_ms: int
    code: str
    status: int | None
    next_attempt_at: datetime | None


class DeliveryAnswer(BaseModel):
    """What became of a delivery. It says no address: ``recipient`` is a party, or ``webhook:`` and the endpoint's id."""

    model_config = ConfigDict(from_attributes=True)

    delivery_id: str
    event_id: str
    event_type: str
    item_id: str
    recipient: str
    party: str
    channel: str
    mailbox: str = Field(description="Which of the party's mailboxes; empty: its main one")
    sequence: int | None = Field(description="Place among the calls of its endpoint")
    must_act: bool
    paragraph: str
    state: str
    attempts: int
    next_attempt_at: datetime | None
    last_error: str | None
    created_at: datetime
    cursor: str = Field("", description="Its place in the ledger")
    tries: list[AttemptAnswer] = Field(
        default=[], description="Every attempt, oldest first, also those before a replay"
    )


async def _with_version(found: Awaitable[DeliveryRow | None]) -> tuple[DeliveryRow, int] | None:
    row = await found
    return (row, row.version) if row is not None else None


DELIVERY: Kind[DeliveryRow] = Kind(
    "delivery",
    a.READ_DELIVERY,
    lambda row: of_party(row.party),
    lambda connection, delivery_id, _: _with_version(find_delivery(connection, str(delivery_id))),
    whole,
)
Held = Stored[DeliveryRow]
"""A delivery. It is not locked: what puts it back in turn asks for its state in one statement."""


async def with_tries(ledger: LedgerRepository, rows: Sequence[DeliveryRow]) -> list[DeliveryAnswer]:
    """Deliveries with every attempt."""
    tries = await ledger.attempts([row.delivery_id for row in rows])
    return [
        DeliveryAnswer.model_validate(row).model_copy(
            update={
                "cursor": cursor_of(row.created_at, row.delivery_id),
                "tries": [AttemptAnswer.model_validate(one) for one in tries.get(row.delivery_id, ())],
            }
        )
        for row in rows
    ]
