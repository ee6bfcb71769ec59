"""What a pledge makes its party owe: to say once a year how it stands; and a national plan its State: what follows on it (WM 13)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from shared.modalities.paragraphs import P13
from shared.modalities.steps.confirmed import asked_again_at
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step


@dataclass(frozen=True, slots=True)
class Pledge:
    """A pledge, as far as its party owes a word on it. ``said_at``: when it last said how it stands, else when it recorded it."""

    region: str
    status: str
    party: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class PlanInForce:
    """A national plan, as far as its State owes something of it. ``ends_on``: its last day; None while none is said."""

    region: str
    status: str
    party: str
    ends_on: date | None


def of_commitment(one: Pledge, limits: Limits) -> Iterator[Step]:
    """A fulfilled one is not asked about. Its party's word is taken for good as long as an expert's profile is: a year."""
    if one.status != "fulfilled":
        asked_at = asked_again_at(one.said_at, limits.expert)
        until = limits.calendar(asked_at, limits.confirm, one.region)
        yield Step("commitment_stands", one.party, until, P13, begins_at=asked_at)


def of_national_plan(one: PlanInForce, limits: Limits) -> Iterator[Step]:
    """Nothing is owed before its last day is over, nor once another took its place."""
    if one.status == "in_force" and one.ends_on is not None:
        over = datetime.combine(one.ends_on + timedelta(days=1), time(), UTC)
        yield Step("plan_over", one.party, limits.calendar(over, limits.confirm, one.region), P13, begins_at=over)


def pledge_owing(region: str, state: Mapping[str, Any], party: str) -> Pledge:
    """A pledge as these rules read it, from its state as JSON; ``party``: whose it is, which its text says too."""
    said_at = datetime.fromisoformat(state.get("confirmed_at") or state["recorded_at"])
    return Pledge(region, state.get("stage") or "recorded", party, said_at)


def plan_owing(region: str, state: Mapping[str, Any]) -> PlanInForce:
    """A plan as these rules read it, from its state as JSON."""
    end = state["content"]["period"].get("end")
    return PlanInForce(region, state["status"], state["party"], date.fromisoformat(end) if end else None)
