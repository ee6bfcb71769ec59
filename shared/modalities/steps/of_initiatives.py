"""What a pilot or the quality-assurance initiative makes others owe: a word of its own to who is asked, its steps by their days, the
State an answer to what is recommended, and at the end how it went (WM 7, 11).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from shared.modalities.access.actor import officers_of
from shared.modalities.paragraphs import P7, P11
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step

OF_INITIATIVES = ("initiative_word", "diagnosis_word", "initiative_step", "recommendation_word", "close_initiative")
"""Steps of initiatives."""
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class InitiativeOwing:
    """An initiative, as far as somebody owes something of it. ``asked``: sides whose own word is awaited, each since when.

    ``diagnosed``: the side that is asked to stand by the diagnosis, and since when; ``next_steps``: of each side the day of the
    first step that is not done; ``unanswered_since``: the State's, of what is recommended; ``until``: its last day.
    """

    region: str
    status: str
    parties: Mapping[str, tuple[str, str | None]]
    asked: Mapping[str, datetime]
    diagnosed: tuple[str, datetime] | None = None
    next_steps: tuple[tuple[str, date], ...] = ()
    unanswered_since: datetime | None = None
    until: date | None = None


def of_initiative(one: InitiativeOwing, limits: Limits) -> Iterator[Step]:
    """One that is closed makes nobody owe anything."""
    if one.status == "closed":
        return
    for side, asked_at in one.asked.items():
        party, region = one.parties[side]
        yield Step("initiative_word", party, limits.calendar(asked_at, limits.engage, one.region), P11, region)
    if one.status == "proposed":
        return
    if one.diagnosed is not None:
        side, since = one.diagnosed
        party, region = one.parties[side]
        yield Step("diagnosis_word", party, limits.calendar(since, limits.engage, one.region), P7, region)
    for side, day in one.next_steps:
        party, region = one.parties[side]
        until = limits.calendar(datetime.combine(day, _NOON, UTC), 0, one.region)
        yield Step("initiative_step", party, until, P11, region, begins_at=until - timedelta(days=limits.ahead))
    state, served_by = one.parties["state"]
    if one.unanswered_since is not None:
        until = limits.calendar(one.unanswered_since, limits.engage, one.region)
        yield Step("recommendation_word", state, until, P7, served_by)
    if one.until is not None:
        over = datetime.combine(one.until + timedelta(days=1), time(), UTC)
        until = limits.calendar(over, limits.confirm, one.region)
        yield Step("close_initiative", state, until, P11, served_by, begins_at=over)


def owing(region: str, state: Mapping[str, Any]) -> InitiativeOwing:
    """An initiative as these rules read it, from its state as JSON: for worklists and for reminders alike."""
    content, partner = state["content"], state.get("partner")
    beside = partner is not None and partner["answer"] == "accepted"
    parties: dict[str, tuple[str, str | None]] = {
        "state": (content["country"], state.get("served_by")), "secretariat": (officers_of(region), None),
    }  # fmt: skip
    asked: dict[str, datetime] = {}
    if state["answer"] == "pending":
        asked["state"] = _moment(state["begun_at"])
    if partner is not None and partner["answer"] in ("pending", "accepted"):
        parties["partner"] = (partner["party"], partner.get("region"))
        if partner["answer"] == "pending":
            asked["partner"] = _moment(partner["asked_at"])
    last = content["period"].get("end")
    return InitiativeOwing(
        region, state["status"], parties, asked, _diagnosed(state.get("diagnosis"), beside), _next(state["steps"]),
        _unanswered(state["cycles"]), date.fromisoformat(last) if last else None,
    )  # fmt: skip


def _diagnosed(said: Mapping[str, Any] | None, beside: bool) -> tuple[str, datetime] | None:
    if said is None or ("state" in said["said_by"] and len(said["said_by"]) > 1):
        return None
    other = "partner" if beside else "secretariat"
    return ("state" if "state" not in said["said_by"] else other), _moment(said["recorded_at"])


def _next(steps: Any) -> tuple[tuple[str, date], ...]:
    first: dict[str, date] = {}
    for one in steps:
        if one.get("done_on") is None:
            day = date.fromisoformat(one["due_on"])
            first[one["by"]] = min(day, first.get(one["by"], day))
    return tuple(sorted(first.items()))


def _unanswered(cycles: Any) -> datetime | None:
    # What became of an earlier round is said by the next one.
    last = cycles[-1] if cycles else None
    is_open = last is not None and any(it.get("answer") is None for it in last["recommendations"])
    return _moment(last["recorded_at"]) if last is not None and is_open else None


def _moment(said: str) -> datetime:
    return datetime.fromisoformat(said)
