"""Matches in the read model (WM 11)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.gateway.kinds.awaited import AnsweringSide, moment, sides_in
from services.gateway.kinds.kind import Kept, Row, RowKind, row
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.matching import MatchEvent
from shared.contracts.shapes.handover import standing
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_match
from shared.modalities.steps import of_matches
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step


@dataclass(frozen=True, slots=True)
class _Match:
    region: str
    status: str
    sides: Sequence[AnsweringSide]
    answer_due_at: datetime
    counters: Sequence[of_matches.Countering]


def _row(event: Event, _: Envelope) -> Row:
    assert isinstance(event, MatchEvent)
    one = event.match
    return row("match", "match", standing(one), one.proposed_at, tuple(s.party for s in one.sides),
               of_match(one), reference=one.reference, areas=list(one.functional_areas))  # fmt: skip


def _owing(kept: Kept, _: Kept | None, limits: Limits) -> Iterator[Step]:
    due_at = moment(kept.state["answer_due_at"])
    match = _Match(kept.region, kept.status, sides_in(kept.state["sides"]), due_at, of_matches.countering(kept.state))
    yield from of_matches.of_match(match, kept.changed_at, limits)


KIND = RowKind(
    name="match",
    family=MatchEvent,
    row=_row,
    owner="matching",
    read=a.READ_MATCH,
    listed="matches",
    published="match",
    owing=_owing,
    know_steps=a.READ_MATCH,
)
