"""Declared crises in the read model: of other regions too once their States agreed that others read of them (WM 12)."""

from collections.abc import Iterator

from services.gateway.kinds.kind import Kept, Row, RowKind, row
from shared.contracts.crises import CrisisEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.modalities.access import actions as a
from shared.modalities.access.crises import of_crisis, seen
from shared.modalities.steps import of_crises
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step


def _row(event: Event, _: Envelope) -> Row:
    assert isinstance(event, CrisisEvent)
    one = event.crisis
    states = tuple(each.party for each in one.states)
    return row("crisis", "crisis", one.status, one.declared_at, states, of_crisis(one), reference=one.reference)


def _owing(kept: Kept, _: Kept | None, limits: Limits) -> Iterator[Step]:
    yield from of_crises.of_crisis(of_crises.crisis_of(kept.region, kept.state), limits)


KIND = RowKind(
    name="crisis",
    family=CrisisEvent,
    row=_row,
    owner="intake",
    read=a.READ_CRISIS,
    others_kept=True,
    listed="crises",
    seen=seen,
    owing=_owing,
    know_steps=a.READ_CRISIS_WHOLE,
    own_word=(a.SAY_ON_CRISIS, ("crisis_word",)),
)
