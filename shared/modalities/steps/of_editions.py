"""What an edition of a report makes owed: its figures, then its publication (WM 21)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from shared.modalities.access.actor import officers_of
from shared.modalities.paragraphs import P21
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step

OF_EDITIONS: Mapping[str, str] = {"due": "freeze_edition", "frozen": "publish_edition"}
"""Status -> the step of it; one that an officer opened by itself waits for nobody before its figures are frozen."""


@dataclass(frozen=True, slots=True)
class ReportEdition:
    """An edition of a report, as far as somebody owes something of it (WM 21). ``since``: when its year ended, or it was frozen."""

    region: str
    status: str
    since: datetime


def of_edition(one: ReportEdition, limits: Limits) -> Iterator[Step]:
    """An officer freezes the figures of the year's report, and publishes what was frozen."""
    if (code := OF_EDITIONS.get(one.status)) is not None:
        until = limits.calendar(one.since, limits.confirm, one.region)
        yield Step(code, officers_of(one.region), until, P21)


def edition_of(region: str, state: Mapping[str, Any]) -> ReportEdition:
    """An edition as the rules of steps read it, from its state as JSON."""
    frozen, due_on = state.get("frozen"), state.get("due_on")
    if frozen:
        since = datetime.fromisoformat(frozen["frozen_at"])
    elif due_on:
        since = datetime.combine(date.fromisoformat(due_on), time(), UTC)
    else:
        since = datetime.fromisoformat(state["begun_at"])
    return ReportEdition(region, state["status"], since)
