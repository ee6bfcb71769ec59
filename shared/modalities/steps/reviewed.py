"""A review of the terms as the rules of steps read it, from its state as JSON: for worklists and for reminders alike (WM 21)."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from shared.modalities.steps.things import Review


def reviewed(region: str, state: Mapping[str, Any], is_applied: Callable[[str], bool] = lambda _: True) -> Review:
    """What is owed of it follows from this alone. ``is_applied``: whether a rule set applies what the review of a reference changed;
    where nobody is reminded of that it is not asked.
    """
    until = state.get("consult_until")
    consult_until = date.fromisoformat(until) if until is not None else None
    return Review(region, state["status"], _since(state), consult_until, _unapplied_from(state, is_applied))


def _unapplied_from(state: Mapping[str, Any], is_applied: Callable[[str], bool]) -> date | None:
    """From which day terms hold that the review changed; None where it changed none, or where a rule set applies them."""
    changed = (state.get("conclusion") or {}).get("terms_from")
    return date.fromisoformat(changed) if changed is not None and not is_applied(state["reference"]) else None


def _since(state: Mapping[str, Any]) -> datetime:
    if state["status"] == "due" and state.get("due_on") is not None:
        return datetime.combine(date.fromisoformat(state["due_on"]), time(), UTC)
    return datetime.fromisoformat(state.get("opened_at") or state["begun_at"])
