"""An event sets off one delivery for each party concerned; the party that must act is told so once (WM 6, 8)."""

from services.notifications.audiences.facts import facts
from services.notifications.audiences.parties import Here
from services.notifications.audiences.table import ABROAD, AUDIENCES
from services.notifications.domain.delivery import Delivery, Draft
from services.notifications.domain.ports import Deliveries
from shared.contracts.classification import Classification
from shared.contracts.envelope import Envelope, rfc3339
from shared.contracts.event import Event
from shared.contracts.notifications import DeliveryState, DeliveryStateChanged


def drafts(event: Event, region: str, here: Here) -> list[Draft]:
    """Mails of an event of a region: one per party, and "must act" wins where a party stands in two roles."""
    said, due = facts(event)
    found: dict[str, Draft] = {}
    table = AUDIENCES if region == here.deployment else ABROAD
    for audience in sorted(table.get(type(event), ()), key=lambda a: not a.must_act):
        for party in audience.resolve(event, here):
            number = audience.paragraph.number
            draft = Draft(party, party, "email", audience.must_act, number, said, due if audience.must_act else None)
            found.setdefault(party, draft)
    return list(found.values())


async def deliveries_of(
    deliveries: Deliveries, event: Event, envelope: Envelope, here: Here
) -> list[tuple[Draft, Envelope]]:
    """What an event sets off. Webhooks get public events alone: nothing else may leave this way (WM 17)."""
    wanted = drafts(event, envelope.region, here)
    if event.classification is Classification.UNCLASSIFIED:
        body = structured(event, envelope)
        wanted += [
            Draft(f"webhook:{webhook}", party, "webhook", False, event.paragraph.number, body)
            for webhook, party in await deliveries.webhooks_for(event.wire_type)
        ]
    return [(draft, envelope) for draft in wanted]


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
        "must_act": delivery.draft.must_act, "state": state, "attempts": attempts, **more,
    }  # fmt: skip
    return DeliveryStateChanged(
        aggregate_id=delivery.delivery_id, aggregate_version=version, delivery=DeliveryState.model_validate(values)
    )
