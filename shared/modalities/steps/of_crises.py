"""What a declared crisis makes owed: each State may say its word on it, and officers look whether it still stands (WM 12)."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from shared.modalities.access.actor import officers_of
from shared.modalities.paragraphs import P12
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step
from shared.modalities.steps.things import Crisis

OF_CRISES = ("crisis_word", "crisis_review")
"""Steps of declared crises."""


def of_crisis(one: Crisis, limits: Limits) -> Iterator[Step]:
    """Nobody but a State says its word, and none has to; a crisis never ends by itself."""
    if one.status != "declared":
        return
    until = limits.calendar(one.declared_at, limits.confirm, one.region)
    for party in one.silent:
        yield Step("crisis_word", party, until, P12)
    asked_at = one.stands_since + timedelta(days=limits.crisis)
    due = limits.calendar(asked_at, limits.confirm, one.region)
    yield Step("crisis_review", officers_of(one.region), due, P12, begins_at=asked_at)


def crisis_of(region: str, state: Mapping[str, Any]) -> Crisis:
    """A crisis as the rules of steps read it, from its state as JSON."""
    silent = tuple(one["party"] for one in state["states"] if one.get("word") is None)
    declared, since = (datetime.fromisoformat(state[name]) for name in ("declared_at", "stands_since"))
    return Crisis(region, state["status"], declared, since, silent)
