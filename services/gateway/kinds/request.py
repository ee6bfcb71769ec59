"""Support requests in the read model (WM 8, 17)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.gateway.kinds.awaited import AwaitedParty, moment, named_in
from services.gateway.kinds.kind import Kept, Row, RowKind, row
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.intake import SupportRequestEvent
from shared.contracts.shapes.handover import standing
from shared.modalities.access import actions as a
from shared.modalities.access import views
from shared.modalities.access.resources import of_request
from shared.modalities.steps import rules
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step
from shared.modalities.steps.things import Need


@dataclass(frozen=True, slots=True)
class _Request:
    region: str
    status: str
    named: Sequence[AwaitedParty]
    states: Sequence[str]
    consents: Sequence[str]
    consent_withdrawn_by: Sequence[str]
    shown: object | None
    feedback_due_at: datetime
    decided_at: datetime | None
    consented_at: datetime | None


def _row(event: Event, _: Envelope) -> Row:
    assert isinstance(event, SupportRequestEvent)
    one = event.request
    areas = sorted({line.functional_area for line in one.content.lines})
    return row("request", "request", standing(one), one.submitted_at, one.content.requesting_states,
               of_request(one), reference=one.reference, areas=areas)  # fmt: skip


def _owing(kept: Kept, need: Kept | None, limits: Limits) -> Iterator[Step]:
    open_ = Need(need.status == "open", need.changed_at) if need is not None else None
    request = _read(kept)
    yield from rules.of_request(request, kept.changed_at, open_, limits)
    yield from rules.of_named(request)


def _read(kept: Kept) -> _Request:
    state = kept.state
    consents: Mapping[str, Any] = state.get("consents") or {}
    given = [moment(one["given_at"]) for one in consents.values()]
    decision = state.get("decision")
    return _Request(
        kept.region, kept.status, named_in(state), kept.parties, tuple(consents),
        state.get("consent_withdrawn_by") or (), state.get("shown"), moment(state["feedback_due_at"]),
        moment(decision["decided_at"]) if decision else None, max(given) if given else None,
    )  # fmt: skip


KIND = RowKind(
    name="request",
    family=SupportRequestEvent,
    row=_row,
    owner="intake",
    read=a.READ_REQUEST,
    listed="supportRequests",
    published="support-request",
    seen=views.request,
    owing=_owing,
    know_steps=a.READ_ASSESSMENT,
    own_word=(a.READ_REQUEST, ("naming",)),
)
