"""A review of the terms as the rules of steps read it, from its state as JSON: for worklists and for reminders alike (WM 21)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from shared.modalities.steps.things import Review


def reviewed(region: str, state: Mapping[str, Any]) -> Review:
    """What is owed of it follows from this alone."""
    until = state.get("consult_until")
    return Review(
        region, state["status"], _since(state), date.fromisoformat(until) if until is not None else None
    )  # fmt: skip


def _since(state: Mapping[str, Any]) -> datetime:
    if state["status"] == "due" and state.get("due_on") is not None:
        return datetime.combine(date.fromisoformat(state["due_on"]), time(), UTC)
    return datetime.fromisoformat(state.get("opened_at") or state["begun_at"])
