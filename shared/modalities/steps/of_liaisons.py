"""What a contact with a party makes owed: what the Secretariat said it would do next, by its day (WM 6)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from shared.modalities.access.actor import officers_of
from shared.modalities.paragraphs import P6
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step

OF_LIAISONS = ("liaison_next",)
"""Steps of contacts."""
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class LiaisonOwing:
    """A contact, as far as the Secretariat owes something after it; ``due_on``: by which day."""

    region: str
    due_on: date | None


def of_liaison(one: LiaisonOwing, limits: Limits) -> Iterator[Step]:
    """From the day that it is noted, so that it is seen before it is late."""
    if one.due_on is not None:
        until = limits.calendar(datetime.combine(one.due_on, _NOON, UTC), 0, one.region)
        yield Step("liaison_next", officers_of(one.region), until, P6)


def owing(region: str, state: Mapping[str, Any]) -> LiaisonOwing:
    """A contact as these rules read it, from its state as JSON: for worklists and for reminders alike."""
    owed = state.get("owed") if state["status"] == "owed" else None
    return LiaisonOwing(region, date.fromisoformat(owed["due_on"]) if owed else None)
