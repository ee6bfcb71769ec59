"""What notifications keeps and readers of other deployments may ask for: states of deliveries, no content (WM 6)."""

from typing import Protocol

import sqlalchemy as sa

from services.notifications.storage.tables import delivery, metadata
from shared.contracts.notifications import DeliveryState, DeliveryStateChanged
from shared.runtime.federation.kept import KeptAggregate
from shared.runtime.federation.tables import federation_table

digest_table = federation_table(metadata)
_COLUMNS = [delivery.c[name] for name in DeliveryState.model_fields if name != "delivery_id"]
# Webhooks are told on the bus from when one is given up: those of thousands of endpoints would bury the rest.
_TOLD = sa.or_(delivery.c.channel != "webhook", delivery.c.on_bus)
_ROWS = sa.select(delivery.c.delivery_id.label("id"), delivery.c.version, *_COLUMNS).where(_TOLD)


class KeptDelivery(Protocol):
    """The columns of ``_ROWS`` that are read by name; the rest are those of DeliveryState."""

    id: str
    state: str


def _state(row: KeptDelivery) -> dict[str, object]:
    """The delivery as DeliveryStateChanged carries it: when it is tried again is said once it was put off."""
    values: dict[str, object] = {
        name: getattr(row, name) for name in DeliveryState.model_fields if name != "delivery_id"
    }
    if row.state != "retrying":
        values["next_attempt_at"] = None
    return DeliveryState.model_validate({"delivery_id": row.id} | values).model_dump(mode="json")


KEPT = (KeptAggregate("delivery", DeliveryStateChanged.wire_type, "delivery", _ROWS, delivery.c.delivery_id, _state),)
