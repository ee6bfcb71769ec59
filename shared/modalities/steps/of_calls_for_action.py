"""What a call for action makes others owe: a word to who is asked, what a party said that it does by its own day, and in the end words
of the Secretariat on what came of it (WM 5).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from shared.modalities.access.actor import officers_of
from shared.modalities.paragraphs import P5
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step

OF_CALLS_FOR_ACTION = ("action_word", "action_report", "close_call_for_action")
"""Steps of calls for action."""
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class OwingParty:
    """A party whose word is awaited since a moment, or that said it does something by a day and reported nothing."""

    party: str
    region: str | None
    asked_since: datetime | None = None
    by: date | None = None


@dataclass(frozen=True, slots=True)
class CallForActionOwing:
    """A call for action, as far as somebody owes something of it."""

    region: str
    status: str
    due_on: date
    parties: Sequence[OwingParty] = ()


def of_call_for_action(one: CallForActionOwing, limits: Limits) -> Iterator[Step]:
    """One that is closed or withdrawn makes nobody owe anything."""
    if one.status != "open":
        return
    for it in one.parties:
        if it.asked_since is not None:
            until = limits.calendar(it.asked_since, limits.engage, one.region)
            yield Step("action_word", it.party, until, P5, it.region)
        elif it.by is not None:
            until = limits.calendar(datetime.combine(it.by, _NOON, UTC), 0, one.region)
            yield Step("action_report", it.party, until, P5, it.region, begins_at=until - timedelta(days=limits.ahead))
    over = datetime.combine(one.due_on + timedelta(days=1), time(), UTC)
    until = limits.calendar(over, limits.confirm, one.region)
    yield Step("close_call_for_action", officers_of(one.region), until, P5, begins_at=over)


def owing(region: str, state: Mapping[str, Any]) -> CallForActionOwing:
    """A call as these rules read it, from its state as JSON: for worklists and for reminders alike."""
    parties = tuple(found for one in state["parties"] if (found := _owing(one)) is not None)
    return CallForActionOwing(region, state["status"], date.fromisoformat(state["due_on"]), parties)


def _owing(party: Mapping[str, Any]) -> OwingParty | None:
    if party["answer"] == "pending":
        return OwingParty(party["party"], party.get("region"), datetime.fromisoformat(party["asked_at"]))
    said = party.get("word") or {}
    reported = any(one.get("withdrawn_at") is None for one in party.get("reports", ()))
    if party["answer"] != "will_do" or reported or not said.get("by"):
        return None
    return OwingParty(party["party"], party.get("region"), by=date.fromisoformat(said["by"]))
