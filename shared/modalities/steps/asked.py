"""A thread as the rules of steps read it, from its state as JSON: for worklists and for reminders alike (WM 8)."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from shared.modalities.access.actor import officers_of
from shared.modalities.access.thread_view import SECRETARIAT_SIDE, unread_by
from shared.modalities.steps.things import Thread


def asked(region: str, state: Mapping[str, Any]) -> Thread:
    """Whom open questions ask, each party with the first day by which one is due; nobody once the thread is closed.

    And who has not read all of it, since the last message; a closed one is read where its thing went.
    """
    first: dict[str, date] = {}
    waiting = [one for one in state["questions"] if one["status"] == "open"] if state["status"] == "open" else []
    for one in sorted(waiting, key=lambda question: str(question["due_on"])):
        for party in _parties(region, state, one["asked_of"]):
            first.setdefault(party, date.fromisoformat(one["due_on"]))
    return Thread(region, first, dict(_unread(region, state)) if state["status"] == "open" else {})


def _unread(region: str, state: Mapping[str, Any]) -> Iterator[tuple[str, datetime]]:
    """Each side that has something to read; a country office reads for its State, and is on no side of its own."""
    sides = [(str(one["party"]), int(one["reads_from"])) for one in state["sides"]]
    for party, reads_from in [*sides, (officers_of(region), 1)]:
        if state["last_message_at"] is not None and unread_by(party, reads_from, state):
            yield party, datetime.fromisoformat(state["last_message_at"])


def _parties(region: str, state: Mapping[str, Any], side: str) -> list[str]:
    if side == SECRETARIAT_SIDE:
        return [officers_of(region)]
    return [one["party"] for one in state["sides"] if one["role"] == side]
