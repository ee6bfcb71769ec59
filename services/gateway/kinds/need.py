"""What is still open of conforming requests, in the read model (WM 16). It decides what is owed of its request."""

from services.gateway.kinds.kind import Row, RowKind, row
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.matching import OpenNeedChanged
from shared.contracts.shapes.handover import HANDED_OVER
from shared.modalities.access import actions as a
from shared.modalities.access.resources import need


def _row(event: Event, envelope: Envelope) -> Row:
    assert isinstance(event, OpenNeedChanged)
    status = "open" if any(line.open > 0 for line in event.lines) else "met"
    status = status if event.handed_over_to is None else HANDED_OVER
    areas = sorted({line.functional_area for line in event.lines})
    return row("need", None, status, envelope.time, event.requesting_states,
               need(envelope.region, event.requesting_states), reference=event.reference, areas=areas)  # fmt: skip


KIND = RowKind(name="need", family=OpenNeedChanged, row=_row, owner="matching", read=a.READ_NEED, listed="openNeeds")
