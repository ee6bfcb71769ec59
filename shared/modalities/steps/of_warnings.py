"""What a warning makes owed: an officer judges it (WM 12)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from shared.modalities.access.actor import officers_of
from shared.modalities.paragraphs import P12
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step
from shared.modalities.steps.things import Warned

OF_WARNINGS = ("warning_word",)
"""Steps of warnings."""


def of_warning(one: Warned, limits: Limits) -> Iterator[Step]:
    """An officer takes an open one up or sets it aside; one that was taken up is judged in the time of looking at a crisis."""
    days = {"open": limits.confirm, "taken_up": limits.crisis}.get(one.status)
    if days is not None:
        yield Step("warning_word", officers_of(one.region), limits.calendar(one.since, days, one.region), P12)


def warned_of(region: str, state: Mapping[str, Any]) -> Warned:
    """A warning as the rules of steps read it, from its state as JSON."""
    taken = state.get("taken")
    since = taken["taken_at"] if taken else state["raised_at"]
    return Warned(region, state["status"], datetime.fromisoformat(since))
