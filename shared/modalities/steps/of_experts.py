"""What an expert makes others owe: its party to say now and then that the profile holds; who received it a word on how it went (WM 7)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from shared.modalities.paragraphs import P7
from shared.modalities.steps.confirmed import asked_again_at
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step

OF_EXPERTS = ("expert_stands", "expert_appraisal")
"""Steps of experts."""


@dataclass(frozen=True, slots=True)
class Appraising:
    """A party that received an expert until a day and has not said how it went. ``region``: who serves it, if that is another."""

    party: str
    until: date
    region: str | None = None


@dataclass(frozen=True, slots=True)
class ExpertOwing:
    """An expert, as far as somebody owes something of it."""

    region: str
    status: str
    party: str
    confirmed_at: datetime
    appraising: Sequence[Appraising] = ()


def of_expert(one: ExpertOwing, limits: Limits) -> Iterator[Step]:
    """One that is withdrawn is not asked about; who received it says its word all the same, within as long as a profile holds."""
    if one.status == "listed":
        asked_at = asked_again_at(one.confirmed_at, limits.expert)
        until = limits.calendar(asked_at, limits.confirm, one.region)
        yield Step("expert_stands", one.party, until, P7, begins_at=asked_at)
    first: dict[str, Appraising] = {}
    for each in sorted(one.appraising, key=lambda it: it.until):  # One step a party: its page names each deployment.
        first.setdefault(each.party, each)
    for each in first.values():
        over = datetime.combine(each.until + timedelta(days=1), time(), UTC)
        until = limits.calendar(over, limits.engage, one.region)
        ends_at = over + timedelta(days=limits.expert)
        yield Step("expert_appraisal", each.party, until, P7, each.region, begins_at=over, ends_at=ends_at)


def owing(region: str, state: Mapping[str, Any]) -> ExpertOwing:
    """An expert as these rules read it, from its state as JSON: for worklists and for reminders alike."""
    appraising = tuple(
        Appraising(it["party"], date.fromisoformat(one["period"]["end"]), it.get("region"))
        for one in state["deployments"] if one["period"].get("end")
        for it in one["receivers"] if it["party"] not in {said["party"] for said in one["appraisals"]}
    )  # fmt: skip
    return ExpertOwing(
        region, state["status"], state["party"], datetime.fromisoformat(state["confirmed_at"]), appraising
    )
