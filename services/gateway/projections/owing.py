"""What a row of the read model makes somebody owe: the rules of ``shared.modalities.steps`` over its state as JSON.

Pure. What one thing asks of several parties for the same reason is one line of the worklist.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from shared.contracts.shapes.call import TAKES_ANSWERS
from shared.modalities.steps import rules
from shared.modalities.steps.asked import asked
from shared.modalities.steps.engaged import engaged
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step
from shared.modalities.steps.things import Call, Delivery, Need


class Kept(Protocol):
    """A row of the read model, as far as it is asked here."""

    @property
    def region(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def parties(self) -> Sequence[str]: ...
    @property
    def changed_at(self) -> datetime: ...
    @property
    def state(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the worklist: a step with everybody who owes it."""

    step: Step
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Side:
    party: str
    answer: str
    region: str | None = None


@dataclass(frozen=True, slots=True)
class _Awaited:
    party: str
    role: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class _Request:
    region: str
    status: str
    named: Sequence[_Awaited]
    states: Sequence[str]
    consents: Sequence[str]
    consent_withdrawn_by: Sequence[str]
    shown: object | None
    feedback_due_at: datetime
    decided_at: datetime | None
    consented_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Offer:
    status: str
    named: Sequence[_Awaited]


@dataclass(frozen=True, slots=True)
class _Match:
    region: str
    status: str
    sides: Sequence[_Side]
    answer_due_at: datetime


@dataclass(frozen=True, slots=True)
class _Meeting:
    region: str
    status: str
    starts_at: datetime
    ends_at: datetime
    answer_until: datetime
    invited: Sequence[_Side]
    moderators: Sequence[str] = field(default=())

    def coming(self) -> frozenset[str]:
        return frozenset({one.party for one in self.invited if one.answer == "registered"} | set(self.moderators))

    def teller(self, party: str) -> str:
        return next((one.region for one in self.invited if one.party == party and one.region), self.region)


def owing(row: Kept, need: Kept | None, limits: Limits) -> list[Line]:
    """The lines of a row, in no order; ``need``: of a request what is still open, if that is known."""
    return list(_lines(_steps(row, need, limits)))


def _steps(row: Kept, need: Kept | None, limits: Limits) -> Iterator[Step]:
    state, changed = row.state, row.changed_at
    if row.kind == "request":
        open_ = Need(need.status == "open", need.changed_at) if need is not None else None
        request = _request(row)
        yield from rules.of_request(request, changed, open_, limits)
        yield from rules.of_named(request)
    elif row.kind == "offer":
        yield from rules.of_named(_Offer(row.status, _named(state)))
    elif row.kind == "match":
        sides = [_Side(one["party"], one["answer"], one.get("region")) for one in state["sides"]]
        match = _Match(row.region, row.status, sides, _moment(state["answer_due_at"]))
        yield from rules.of_match(match, changed, limits)
    elif row.kind == "solicitation" and row.status in TAKES_ANSWERS:
        yield from rules.of_call(_call(state))
    elif row.kind == "meeting":
        yield from rules.of_meeting(_meeting(row), limits)
    elif row.kind == "engagement":
        yield from rules.of_engagement(engaged(row.region, row.status, state), limits)
    elif row.kind == "thread":
        yield from rules.of_thread(asked(row.region, state), limits)
    elif row.kind == "delivery" and row.status == "failed":
        delivery = Delivery(row.region, state.get("recipient", ""), state.get("must_act", True))
        yield rules.of_delivery(delivery, changed)


def _call(state: Mapping[str, Any]) -> Call:
    named = state.get("asked") or ()
    answered = frozenset(one["party"] for one in named if one.get("answer") is not None)
    regions = {one["party"]: one["region"] for one in named if one.get("region") is not None}
    return Call(tuple(state["approached"]), answered, _moment(state["answer_due_at"]), regions)


def _lines(steps: Iterable[Step]) -> Iterator[Line]:
    """Steps that differ in nothing but who owes them, together."""
    found: dict[tuple[str, datetime, str], list[Step]] = {}
    for step in steps:
        found.setdefault((step.code, step.due_at, step.paragraph.number), []).append(step)
    for same in found.values():
        yield Line(same[0], tuple(dict.fromkeys(one.party for one in same)))


def _request(row: Kept) -> _Request:
    state = row.state
    consents: Mapping[str, Any] = state.get("consents") or {}
    given = [_moment(one["given_at"]) for one in consents.values()]
    decision = state.get("decision")
    return _Request(
        row.region, row.status, _named(state), row.parties, tuple(consents),
        state.get("consent_withdrawn_by") or (), state.get("shown"), _moment(state["feedback_due_at"]),
        _moment(decision["decided_at"]) if decision else None, max(given) if given else None,
    )  # fmt: skip


def _named(state: Mapping[str, Any]) -> list[_Awaited]:
    return [
        _Awaited(one["party"], one["role"], _moment(one["answer_due_at"]))
        for one in state.get("named") or ()
        if one["answer"] == "pending"
    ]


def _meeting(row: Kept) -> _Meeting:
    state, content = row.state, row.state["content"]
    invited = [_Side(one["party"], one["answer"], one.get("region")) for one in state["invitations"]]
    closes = content.get("registration_closes_at") or content["starts_at"]
    return _Meeting(
        row.region, row.status, _moment(content["starts_at"]), _moment(content["ends_at"]), _moment(closes), invited,
        [one["party"] for one in state.get("moderators") or ()],
    )  # fmt: skip


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
