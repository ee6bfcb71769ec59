"""Events about what became of deliveries (WM 6)."""

from services.notifications.domain.delivery import Delivery
from services.notifications.storage.table_rows import DeliveryRow
from shared.contracts.notifications import DeliveryState, DeliveryStateChanged


def changed(delivery: Delivery, state: str, attempts: int, version: int, **more: object) -> DeliveryStateChanged:
    """The event of a delivery's change; says no address and no content."""
    values: dict[str, object] = {
        "delivery_id": delivery.delivery_id, "event_id": delivery.event_id, "event_type": delivery.event_type,
        "item_id": delivery.item_id, "recipient": delivery.draft.recipient, "channel": delivery.draft.channel,
        "mailbox": delivery.draft.mailbox,
        "must_act": delivery.draft.must_act, "state": state, "attempts": attempts, **more,
    }  # fmt: skip
    return DeliveryStateChanged(
        aggregate_id=delivery.delivery_id, aggregate_version=version, delivery=DeliveryState.model_validate(values)
    )


def moved(row: DeliveryRow) -> DeliveryStateChanged:
    """The event of a delivery that changed with others of its webhook, from its row."""
    values = {name: getattr(row, name) for name in DeliveryState.model_fields}
    if row.state != "retrying":
        values["next_attempt_at"] = None
    one = DeliveryState.model_validate(values)
    return DeliveryStateChanged(aggregate_id=row.delivery_id, aggregate_version=row.version, delivery=one)
