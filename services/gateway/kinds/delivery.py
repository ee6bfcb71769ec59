"""Deliveries of messages in the read model (WM 6)."""

from collections.abc import Iterator

from services.gateway.kinds.kind import Kept, Row, RowKind, row
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.notifications import DeliveryStateChanged
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_party
from shared.modalities.steps import rules
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step
from shared.modalities.steps.things import Delivery


def _row(event: Event, envelope: Envelope) -> Row:
    assert isinstance(event, DeliveryStateChanged)
    one = event.delivery
    return row("delivery", "delivery", one.state, envelope.time, (one.recipient,),
               of_party(one.recipient, envelope.region))  # fmt: skip


def _owing(kept: Kept, _: Kept | None, limits: Limits) -> Iterator[Step]:
    if kept.status == "failed":
        failed = Delivery(kept.region, kept.state.get("recipient", ""), kept.state.get("must_act", True))
        yield rules.of_delivery(failed, kept.changed_at)


KIND = RowKind(
    name="delivery",
    family=DeliveryStateChanged,
    row=_row,
    owner="notifications",
    read=a.READ_DELIVERY,
    listed="deliveries",
    owing=_owing,
    know_steps=a.READ_DELIVERY,
)
