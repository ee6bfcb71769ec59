"""From an event to the row of its item: pure, one function per family of events.

The state is kept as the owner wrote it, fields that this release does not know included, so that owner and reader can
compare digests of it whatever their releases are.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import orjson

from services.gateway.domain.adds import adds
from services.gateway.projections.searched import shown_words_of, words_of
from shared.contracts.delivery import EngagementEvent
from shared.contracts.dialogue import MeetingEvent, ThreadEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.intake import OwnCommitmentRecorded, SupportRequestEvent
from shared.contracts.matching import CallEvent, MatchEvent, OpenNeedChanged
from shared.contracts.notifications import DeliveryStateChanged
from shared.contracts.roster import SupportOfferEvent
from shared.contracts.shapes.call import Solicitation
from shared.contracts.shapes.handover import HANDED_OVER, standing
from shared.modalities.access.resource import Resource
from shared.modalities.access.resources import (
    need,
    of_commitment,
    of_engagement,
    of_match,
    of_meeting,
    of_offer,
    of_party,
    of_request,
    of_solicitation,
    of_thread,
)

Row = dict[str, Any]


def _row(
    kind: str, field: str | None, status: str, begun: datetime, parties: tuple[str, ...], thing: Resource, **more: Any
) -> Row:
    base: Row = {"kind": kind, "field": field, "reference": None, "status": status, "areas": [], "begun_at": begun}
    base |= {"parties": list(dict.fromkeys(parties)), "roles": sorted(thing.roles)}
    return base | {"shown_to": sorted(thing.shown_to), "serving": sorted(thing.serving)} | more


def _request(event: Event, _: Envelope) -> Row:
    assert isinstance(event, SupportRequestEvent)
    one = event.request
    areas = sorted({line.functional_area for line in one.content.lines})
    return _row("request", "request", standing(one), one.submitted_at, one.content.requesting_states,
                of_request(one), reference=one.reference, areas=areas)  # fmt: skip


def _offer(event: Event, _: Envelope) -> Row:
    assert isinstance(event, SupportOfferEvent)
    one = event.offer
    areas = sorted({area for line in one.content.lines for area in line.functional_areas})
    return _row("offer", "offer", standing(one), one.listed_at, one.content.offering_parties,
                of_offer(one), reference=one.reference, areas=areas)  # fmt: skip


def _match(event: Event, _: Envelope) -> Row:
    assert isinstance(event, MatchEvent)
    one = event.match
    return _row("match", "match", standing(one), one.proposed_at, tuple(s.party for s in one.sides),
                of_match(one), reference=one.reference, areas=list(one.functional_areas))  # fmt: skip


def _call(event: Event, envelope: Envelope) -> Row:
    assert isinstance(event, CallEvent)
    one = event.solicitation
    parties = (*one.requesting_states, *(asked.party for asked in one.everyone()))
    areas = sorted({line["functional_area"] for line in one.shown.get("lines", ())})
    return _row("solicitation", "solicitation", one.standing, one.sought_at, parties,
                of_solicitation(envelope.region, one), areas=areas)  # fmt: skip


def _need(event: Event, envelope: Envelope) -> Row:
    assert isinstance(event, OpenNeedChanged)
    status = "open" if any(line.open > 0 for line in event.lines) else "met"
    status = status if event.handed_over_to is None else HANDED_OVER
    areas = sorted({line.functional_area for line in event.lines})
    return _row("need", None, status, envelope.time, event.requesting_states,
                need(envelope.region, event.requesting_states), reference=event.reference, areas=areas)  # fmt: skip


def _delivery(event: Event, envelope: Envelope) -> Row:
    assert isinstance(event, DeliveryStateChanged)
    one = event.delivery
    return _row("delivery", "delivery", one.state, envelope.time, (one.recipient,),
                of_party(one.recipient, envelope.region))  # fmt: skip


def _commitment(event: Event, _: Envelope) -> Row:
    assert isinstance(event, OwnCommitmentRecorded)
    one = event.commitment
    return _row("commitment", "commitment", "recorded", one.recorded_at, (one.content.party,), of_commitment(one),
                areas=list(one.content.functional_areas))  # fmt: skip


def _engagement(event: Event, _: Envelope) -> Row:
    assert isinstance(event, EngagementEvent)
    one = event.engagement
    beside = [champion.party for champion in one.champions if champion.answer in {"pending", "accepted"}]
    return _row("engagement", "engagement", one.stage, one.opened_at, (*(s.party for s in one.sides), *beside),
                of_engagement(one), reference=one.reference,
                areas=sorted({line.functional_area for line in one.lines}))  # fmt: skip


def _meeting(event: Event, _: Envelope) -> Row:
    assert isinstance(event, MeetingEvent)
    one = event.meeting
    return _row("meeting", "meeting", one.status, one.convened_at, tuple(sorted(one.concerned())),
                of_meeting(one), reference=one.reference, areas=list(one.content.functional_areas))  # fmt: skip


def _thread(event: Event, _: Envelope) -> Row:
    assert isinstance(event, ThreadEvent)
    one = event.thread
    return _row("thread", "thread", one.status, one.opened_at, tuple(side.party for side in one.sides),
                of_thread(one), reference=one.about.reference)  # fmt: skip


FAMILIES: Mapping[type[Event], Callable[[Event, Envelope], Row]] = {
    SupportRequestEvent: _request,
    SupportOfferEvent: _offer,
    MatchEvent: _match,
    CallEvent: _call,
    OpenNeedChanged: _need,
    DeliveryStateChanged: _delivery,
    OwnCommitmentRecorded: _commitment,
    MeetingEvent: _meeting,
    ThreadEvent: _thread,
    EngagementEvent: _engagement,
}

KINDS: Mapping[type[Event], str] = {
    SupportRequestEvent: "request",
    SupportOfferEvent: "offer",
    MatchEvent: "match",
    CallEvent: "solicitation",
    OpenNeedChanged: "need",
    DeliveryStateChanged: "delivery",
    OwnCommitmentRecorded: "commitment",
    MeetingEvent: "meeting",
    ThreadEvent: "thread",
    EngagementEvent: "engagement",
}


def kind_of(event: type[Event]) -> str | None:
    """The kind of item an event class is about; None for one that is only told in the history."""
    return next((KINDS[base] for base in event.__mro__ if base in KINDS), None)


def row_of(event: Event, envelope: Envelope, body: bytes) -> Row | None:
    """The row of an event's item, with the event's data as it came; None for an event that is only told in the history.

    The item belongs to the deployment that sent the event, whatever its state says.
    """
    make = next((FAMILIES[kind] for kind in type(event).__mro__ if kind in FAMILIES), None)
    if make is None:
        return None
    row = make(event, envelope)
    row |= {"region": envelope.region, "id": event.aggregate_id, "epoch": envelope.epoch, "at": envelope.time}
    row |= {"version": event.aggregate_version, "body": orjson.Fragment(body)}
    state = getattr(event, row["field"], None) if row["field"] else None
    row |= _words(row, state)
    # What was handed over adds to the roll-ups of its new owner's region.
    row["figures"] = adds(row["kind"], row["status"], event) if row["status"] != HANDED_OVER else []
    row["withheld"] = withheld_of(envelope.withheld, row["field"])
    return row


def _words(row: Row, state: Any) -> Row:
    """What it is found by. A call for offers by what it shows alone: who else is asked is not for who is."""
    if isinstance(state, Solicitation):
        found = words_of(None, state.shown.get("title"), state.shown.get("summary"), [])
        return {"words": found, "shown_words": []}
    content, shown = getattr(state, "content", None), getattr(state, "shown", None)
    title, summary = getattr(content, "title", None), getattr(content, "summary", None)
    return {
        "words": words_of(row["reference"], title, summary, row["parties"]),
        "shown_words": shown_words_of(shown.fields) if shown is not None else [],
    }


def withheld_of(said: str | None, field: str | None) -> list[str]:
    """Pointers into the state, from those into the event's data."""
    pointers = sorted(filter(None, (said or "").split(",")))
    if field is None:
        return pointers
    return [pointer.removeprefix(f"/{field}") for pointer in pointers if pointer.startswith(f"/{field}/")]
