"""What a capacity assessment makes its State owe: to validate it, to change its time or to drop it once that is over (WM 13)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from shared.modalities.paragraphs import P13
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step

OPEN = ("planned", "under_way")


@dataclass(frozen=True, slots=True)
class Assessed:
    """An assessment, as far as its State owes something of it. ``ends_on``: its last day; None while none is said."""

    region: str
    status: str
    party: str
    ends_on: date | None


def of_assessment(one: Assessed, limits: Limits) -> Iterator[Step]:
    """Nothing is owed before its last day is over."""
    if one.status in OPEN and one.ends_on is not None:
        over = datetime.combine(one.ends_on + timedelta(days=1), time(), UTC)
        yield Step("assessment_late", one.party, limits.calendar(over, limits.confirm, one.region), P13, begins_at=over)


def owing(region: str, state: Mapping[str, Any]) -> Assessed:
    """An assessment as these rules read it, from its state as JSON."""
    end = state["content"]["period"].get("end")
    return Assessed(region, state["status"], state["party"], date.fromisoformat(end) if end else None)
