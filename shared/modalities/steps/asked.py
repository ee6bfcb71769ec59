"""A thread as the rules of steps read it, from its state as JSON: for worklists and for reminders alike (WM 8)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from shared.modalities.access.actor import officers_of
from shared.modalities.access.thread_view import SECRETARIAT_SIDE
from shared.modalities.steps.things import Thread


def asked(region: str, state: Mapping[str, Any]) -> Thread:
    """Whom open questions ask, each party with the first day by which one is due; nobody once the thread is closed."""
    first: dict[str, date] = {}
    waiting = [one for one in state["questions"] if one["status"] == "open"] if state["status"] == "open" else []
    for one in sorted(waiting, key=lambda question: str(question["due_on"])):
        for party in _parties(region, state, one["asked_of"]):
            first.setdefault(party, date.fromisoformat(one["due_on"]))
    return Thread(region, first)


def _parties(region: str, state: Mapping[str, Any], side: str) -> list[str]:
    if side == SECRETARIAT_SIDE:
        return [officers_of(region)]
    return [one["party"] for one in state["sides"] if one["role"] == side]
