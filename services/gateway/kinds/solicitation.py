"""Calls for offers in the read model (WM 17)."""

from collections.abc import Iterator

from services.gateway.kinds.awaited import moment
from services.gateway.kinds.kind import Kept, Row, RowKind, row
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.matching import CallEvent
from shared.contracts.shapes.call import TAKES_ANSWERS
from shared.modalities.access import actions as a
from shared.modalities.access import call_view
from shared.modalities.access.resources import of_solicitation
from shared.modalities.steps import rules
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step
from shared.modalities.steps.things import Call


def _row(event: Event, envelope: Envelope) -> Row:
    assert isinstance(event, CallEvent)
    one = event.solicitation
    parties = (*one.requesting_states, *(asked.party for asked in one.everyone()))
    areas = sorted({line["functional_area"] for line in one.shown.get("lines", ())})
    return row("solicitation", "solicitation", one.standing, one.sought_at, parties,
               of_solicitation(envelope.region, one), areas=areas)  # fmt: skip


def _owing(kept: Kept, _: Kept | None, limits: Limits) -> Iterator[Step]:
    state = kept.state
    if kept.status not in TAKES_ANSWERS:
        return
    named = state.get("asked") or ()
    answered = frozenset(one["party"] for one in named if one.get("answer") is not None)
    regions = {one["party"]: one["region"] for one in named if one.get("region") is not None}
    yield from rules.of_call(Call(tuple(state["approached"]), answered, moment(state["answer_due_at"]), regions))


KIND = RowKind(
    name="solicitation",
    family=CallEvent,
    row=_row,
    owner="matching",
    read=a.READ_SOLICITATION,
    listed="callsForOffers",
    seen=call_view.call,
    owing=_owing,
    know_steps=a.CLOSE_CALL,
    place_is_hidden=True,
    own_word=(a.ANSWER_CALL, ("solicitation",)),
)
