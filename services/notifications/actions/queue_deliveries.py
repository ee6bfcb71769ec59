"""A public event sets off one delivery for each webhook that subscribed to it; mails are in ``tell`` (WM 3, 6)."""

from services.notifications.domain.delivery import Delivery, Draft
from services.notifications.domain.ports import Deliveries
from shared.contracts.classification import Classification
from shared.contracts.envelope import Envelope, rfc3339
from shared.contracts.event import Event
from shared.contracts.notifications import DeliveryState, DeliveryStateChanged


async def deliveries_of(deliveries: Deliveries, event: Event, envelope: Envelope) -> list[tuple[Draft, Envelope]]:
    """Webhook deliveries of an event: public events alone, nothing else may leave this way (WM 17)."""
    if event.classification is not Classification.UNCLASSIFIED:
        return []
    body = structured(event, envelope)
    return [
        (Draft(f"webhook:{webhook}", party, "webhook", False, event.paragraph.number, body), envelope)
        for webhook, party in await deliveries.webhooks_for(event.wire_type)
    ]


def structured(event: Event, envelope: Envelope) -> dict[str, object]:
    """A public event as structured CloudEvents JSON."""
    return {
        "specversion": "1.0", "id": envelope.id, "source": envelope.source, "type": envelope.type,
        "subject": envelope.subject, "time": rfc3339(envelope.time), "datacontenttype": "application/json",
        "dataschema": event.schema_id(), "region": envelope.region, "aggregateversion": envelope.aggregate_version,
        "data": event.model_dump(mode="json"),
    }  # fmt: skip


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
