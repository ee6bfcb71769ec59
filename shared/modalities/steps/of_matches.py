"""What a proposed match makes somebody owe: each side its answer, officers the answer to a counter, then the confirmation (WM 11).

A side whose counter waits for an officer owes no answer; when the officer keeps the proposal, it is asked again and has as
long as before. Nothing times a match out by these days: they are told and reminded of, no more.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from shared.modalities.access.actor import officers_of
from shared.modalities.paragraphs import P11
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import ANSWER_COUNTER, Step
from shared.modalities.steps.things import Side


class Countering(Protocol):
    """A counter, as far as somebody has to do with it."""

    @property
    def party(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def made_at(self) -> datetime: ...
    @property
    def settled_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class KeptCounter:
    """The same of a state as JSON."""

    party: str
    status: str
    made_at: datetime
    settled_at: datetime | None = None


class ProposedMatch(Protocol):
    """A match."""

    @property
    def region(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def sides(self) -> Sequence[Side]: ...
    @property
    def counters(self) -> Sequence[Countering]: ...
    @property
    def answer_due_at(self) -> datetime: ...


def countering(state: Mapping[str, Any]) -> tuple[KeptCounter, ...]:
    """The counters in a state as JSON."""
    return tuple(
        KeptCounter(one["party"], one["status"], datetime.fromisoformat(one["made_at"]), _moment(one.get("settled_at")))
        for one in state.get("counters", ())
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text is not None else None


def of_match(match: ProposedMatch, changed_at: datetime, limits: Limits) -> Iterator[Step]:
    """Each side answers for itself, then an officer confirms; a counter is answered by an officer first (WM 11)."""
    if match.status != "reserved":
        return
    officers, waiting = officers_of(match.region), {one.party: one for one in match.counters if one.status == "open"}
    pending = [side for side in match.sides if side.answer == "pending"]
    for side in pending:
        if side.party not in waiting:
            yield Step("answer", side.party, _answer_due(match, side.party, limits), P11, side.region)
    if waiting:
        first = min(one.made_at for one in waiting.values())
        until = limits.calendar(first, limits.confirm, match.region)
        yield Step("confirmation", officers, until, P11, variant=ANSWER_COUNTER)
    if not pending:
        yield Step("confirmation", officers, limits.calendar(changed_at, limits.confirm, match.region), P11)


def _answer_due(match: ProposedMatch, party: str, limits: Limits) -> datetime:
    """The day of the proposal; later for a party that an officer asked again, or that took its counter back."""
    settled = [one.settled_at for one in match.counters if one.party == party and one.settled_at is not None]
    again = limits.calendar(max(settled), limits.confirm, match.region) if settled else match.answer_due_at
    return max(match.answer_due_at, again)
