"""From an event to the row of its item, its state as JSON already: pure, one function per family of events."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import orjson

from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.intake import OwnCommitmentRecorded, SupportRequestEvent
from shared.contracts.matching import MatchEvent, OpenNeedChanged
from shared.contracts.notifications import DeliveryStateChanged
from shared.contracts.roster import SupportOfferEvent

Row = dict[str, Any]
_SHOWN = {"public": ["public"], "mechanism": ["offerers"], "secretariat": list[str]()}


def _row(
    kind: str,
    event: Event,
    region: str,
    state: Any,
    status: str,
    begun: datetime,
    parties: tuple[str, ...],
    **more: Any,
) -> Row:
    base: Row = {"region": region, "kind": kind, "id": event.aggregate_id, "version": event.aggregate_version}
    base |= {"reference": None, "status": status, "areas": [], "shown_to": [], "begun_at": begun}
    return base | {
        "parties": list(dict.fromkeys(parties)),
        "state": orjson.Fragment(state.__pydantic_serializer__.to_json(state)),
        **more,
    }


def _request(event: Event, _: Envelope) -> Row:
    assert isinstance(event, SupportRequestEvent)
    one = event.request
    areas = sorted({line.functional_area for line in one.content.lines})
    shown = list(one.shown.audiences) if one.shown else []
    return _row("request", event, one.region, one, one.status, one.submitted_at, one.content.requesting_states,
                reference=one.reference, areas=areas, shown_to=shown)  # fmt: skip


def _offer(event: Event, _: Envelope) -> Row:
    assert isinstance(event, SupportOfferEvent)
    one = event.offer
    areas = sorted({area for line in one.content.lines for area in line.functional_areas})
    return _row("offer", event, one.region, one, one.status, one.listed_at, one.content.offering_parties,
                reference=one.reference, areas=areas, shown_to=_SHOWN[one.content.visibility])  # fmt: skip


def _match(event: Event, _: Envelope) -> Row:
    assert isinstance(event, MatchEvent)
    one = event.match
    return _row("match", event, one.region, one, one.status, one.proposed_at, tuple(s.party for s in one.sides),
                reference=one.reference, areas=list(one.functional_areas))  # fmt: skip


def _need(event: Event, envelope: Envelope) -> Row:
    assert isinstance(event, OpenNeedChanged)
    status = "open" if any(line.open > 0 for line in event.lines) else "met"
    areas = sorted({line.functional_area for line in event.lines})
    return _row("need", event, event.region, event, status, envelope.time, event.requesting_states,
                reference=event.reference, areas=areas)  # fmt: skip


def _delivery(event: Event, envelope: Envelope) -> Row:
    assert isinstance(event, DeliveryStateChanged)
    one = event.delivery
    return _row("delivery", event, envelope.region, one, one.state, envelope.time, (one.recipient,))


def _commitment(event: Event, _: Envelope) -> Row:
    assert isinstance(event, OwnCommitmentRecorded)
    one = event.commitment
    return _row("commitment", event, one.region, one, "recorded", one.recorded_at, (one.content.party,),
                areas=list(one.content.functional_areas), shown_to=["public"])  # fmt: skip


FAMILIES: Mapping[type[Event], Callable[[Event, Envelope], Row]] = {
    SupportRequestEvent: _request,
    SupportOfferEvent: _offer,
    MatchEvent: _match,
    OpenNeedChanged: _need,
    DeliveryStateChanged: _delivery,
    OwnCommitmentRecorded: _commitment,
}


def row_of(event: Event, envelope: Envelope) -> Row | None:
    """The row of an event's item; None for an event that is only told in the history."""
    make = next((FAMILIES[kind] for kind in type(event).__mro__ if kind in FAMILIES), None)
    return None if make is None else make(event, envelope) | {"changed_at": envelope.time}
