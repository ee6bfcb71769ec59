"""An engagement as the rules of steps read it, from its state as JSON: for worklists and for reminders alike (WM 11, 15.vii)."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from shared.modalities.access.engagement_view import open_terms, terms_in_force
from shared.modalities.steps.of_engagements import OVER
from shared.modalities.steps.things import Engaged, Engagement, NewTerms, Reported

State = Mapping[str, Any]
What = Literal["delivery", "milestone"]


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A due day of an agreed plan. ``key``: which delivery or milestone; ``done``: it needs no more."""

    what: What
    key: str
    on: date
    done: bool


def engaged(region: str, stage: str, state: State) -> Engagement:
    """What is owed of it follows from this alone."""
    sides = [Engaged(one["party"], one["role"], one.get("region")) for one in state["sides"]]
    since, said = _standing(state)
    days = planned_days(state)
    return Engagement(
        region, stage, sides, since, frozenset(said), _reports(state), _given(state.get("report_due_at")),
        _given(state.get("ended_at")), _given(state.get("sustainability_due_at")),
        frozenset(one["party"] for one in state["sustainability"]),
        [one["party"] for one in state["champions"] if one["answer"] == "pending"],
        [
            Engaged(one["party"], one["role"], one.get("region"))
            for one in state.get("asked_sides", ()) if one["answer"] == "pending"
        ],
        _new_terms(state), _first_open(days, "delivery"), _first_open(days, "milestone"),
    )  # fmt: skip


def _standing(state: State) -> tuple[datetime, set[str]]:
    """Since when what the sides have before them stands there, and who has said its own word of it."""
    plan, holds = state.get("plan"), terms_in_force(state)
    latest = holds or state["terms"][0]
    if state.get("ended_at") is not None:
        return _moment((plan or latest)["proposed_at"]), {one["by"] for one in state["evaluations"]}
    if plan is not None:
        return _moment(plan["proposed_at"]), set(plan["agreed_by"])
    if holds is not None:
        # A plan is owed since the last of them signed what holds since.
        return max(_signed(state, holds).values()), set()
    waiting = open_terms(state) or latest
    return _moment(waiting["proposed_at"]), set(_signed(state, waiting))


def _signed(state: State, terms: Mapping[str, Any]) -> dict[str, datetime]:
    return {
        one["party"]: _moment(one["signed_at"]) for one in state["signatures"] if one["version"] == terms["version"]
    }


def _new_terms(state: State) -> NewTerms | None:
    waiting = open_terms(state)
    if waiting is None or terms_in_force(state) is None:
        return None
    return NewTerms(_moment(waiting["proposed_at"]), frozenset(_signed(state, waiting)))


def _reports(state: State) -> list[Reported]:
    """Of each side the oldest that nobody has answered: it says since when an answer is owed."""
    roles = {one["party"]: one["role"] for one in state["sides"]}
    oldest: dict[str, datetime] = {}
    for one in (*state["deliveries"], *state["milestones"]):
        if one["standing"] == "self_reported":
            role, at = roles[one["reported_by"]], _moment(one["reported_at"])
            oldest[role] = min(at, oldest.get(role, at))
    return [Reported(role, at) for role, at in oldest.items()]


def planned_days(state: State) -> tuple[PlannedDay, ...]:
    """Due days of a plan that both sides agreed to; what is reported and not disputed, or met, is done."""
    plan = state.get("plan")
    if plan is None or not {side["party"] for side in state["sides"]} <= set(plan["agreed_by"]):
        return ()
    over, content = state["stage"] in OVER, plan["content"]
    given = {one.get("delivery_id") for one in state["deliveries"] if one["standing"] != "disputed"}
    met = {one["milestone_id"] for one in state["milestones"] if one["reached"] and one["standing"] != "disputed"}
    return (
        *(_day("delivery", one, given, over) for one in content["deliveries"]),
        *(_day("milestone", one, met, over) for one in content["milestones"]),
    )


def _day(what: What, one: Mapping[str, Any], done: Container[str], over: bool) -> PlannedDay:
    key = one[f"{what}_id"]
    return PlannedDay(what, key, date.fromisoformat(one["due_on"]), over or key in done)


def _first_open(days: Iterable[PlannedDay], what: What) -> date | None:
    return min((one.on for one in days if one.what == what and not one.done), default=None)


def _given(text: str | None) -> datetime | None:
    return None if text is None else _moment(text)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
