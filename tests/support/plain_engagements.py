"""What is owed of an engagement, said plainly: each rule once, from its state as the read model keeps it (WM 2, 11, 15, 19, 20)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from shared.contracts.reference.working_days import due as due_date
from shared.modalities.paragraphs import P2, P9, P11, P15_III, P15_VII, P19, P20

Owed = tuple[tuple[str, ...], str, str, datetime]
"""Who, what, paragraph, until when."""
OVER = ("fulfilled", "ended_early", "withdrawn", "closed_unfulfilled")


def owed_of(row: Any, now: datetime, days: int) -> Iterator[Owed]:
    """Every step that is owed of an engagement at a moment."""
    if row.status in {"under_discussion", "agreed", "planning"}:
        yield from _before_the_start(row, days)
    if row.status in {"in_progress", "paused"}:
        yield from _while_it_runs(row, days)
    if row.status == "in_progress":
        yield from _of_the_plan(row, now)
    if row.status in {"fulfilled", "ended_early"}:
        yield from _after_the_end(row, now, days)
    terms = row.state["terms"][-1]
    if row.status not in {"under_discussion", *OVER} and not terms["set_aside"]:
        have = {one["party"] for one in _signatures(row, terms)}
        if silent := tuple(party for party in _everybody(row) if party not in have):
            words, begin = "sign the new terms of the engagement, or decline them", _moment(terms["proposed_at"])
            yield silent, words, P9.number, due_date(begin, days, row.region)
    named = tuple(one["party"] for one in row.state["asked_sides"] if one["answer"] == "pending")
    if named and row.state["ended_at"] is None:
        words = "say whether one's party takes part: a notice names it"
        yield named, words, P19.number, due_date(_standing_since(row), days, row.region)
    asked = tuple(one["party"] for one in row.state["champions"] if one["answer"] == "pending")
    if asked and row.state["ended_at"] is None:
        words, begin = "say whether one's party stands beside the project", _standing_since(row)
        yield asked, words, P2.number, due_date(begin, days, row.region)


def _everybody(row: Any) -> tuple[str, ...]:
    return tuple(side["party"] for side in row.state["sides"])


def _signatures(row: Any, terms: Any = None) -> list[Any]:
    """Those of a version; without one of that which all have signed last, while there is none of the last."""
    terms = terms or _agreed_on(row) or row.state["terms"][-1]
    return [one for one in row.state["signatures"] if one["version"] == terms["version"]]


def _agreed_on(row: Any) -> Any:
    for terms in reversed(row.state["terms"]):
        have = {one["party"] for one in row.state["signatures"] if one["version"] == terms["version"]}
        if have >= set(_everybody(row)):
            return terms
    return None


def _standing_since(row: Any) -> datetime:
    """Since when what the sides have before them stands there."""
    if row.state["plan"] is not None:
        return _moment(row.state["plan"]["proposed_at"])
    if row.status == "under_discussion":
        return _moment(row.state["terms"][-1]["proposed_at"])
    return max(_moment(one["signed_at"]) for one in _signatures(row))


def _before_the_start(row: Any, days: int) -> Iterator[Owed]:
    until = due_date(_standing_since(row), days, row.region)
    if row.status == "under_discussion":
        have = {one["party"] for one in _signatures(row)}
        words, paragraph = "sign the terms of the engagement, or propose others", P19
    elif row.status == "agreed":
        have, words, paragraph = set(), "propose a plan of the engagement", P11
    else:
        have = set(row.state["plan"]["agreed_by"])
        words, paragraph = "agree to the plan, or propose another", P11
    silent = tuple(party for party in _everybody(row) if party not in have)
    if silent:
        yield silent, words, paragraph.number, until
    elif row.status == "planning":
        yield _everybody(row), "start the engagement: both sides agreed to its plan", P20.number, until


def _while_it_runs(row: Any, days: int) -> Iterator[Owed]:
    state, roles = row.state, {side["party"]: side["role"] for side in row.state["sides"]}
    said = [one for one in (*state["deliveries"], *state["milestones"]) if one["standing"] == "self_reported"]
    for role in ("requester", "offerer"):
        theirs = [_moment(one["reported_at"]) for one in said if roles[one["reported_by"]] != role]
        if theirs:
            words = "confirm what the other side reported, or say what was otherwise"
            mine = tuple(party for party, its in roles.items() if its == role)
            yield mine, words, P15_VII.number, due_date(min(theirs), days, row.region)
    if state["report_due_at"] is not None:
        words = "say how the engagement stands, or that nothing has changed"
        yield _everybody(row), words, P15_VII.number, _moment(state["report_due_at"])


AHEAD = timedelta(days=14)


def _of_the_plan(row: Any, now: datetime) -> Iterator[Owed]:
    """The first day of each kind of a plan that all agreed to, of which nobody said anything that was not disputed."""
    state, everybody = row.state, _everybody(row)
    if state["plan"] is None or set(everybody) - set(state["plan"]["agreed_by"]):
        return
    content = state["plan"]["content"]
    given = {one["delivery_id"] for one in state["deliveries"] if one["standing"] != "disputed"}
    met = {one["milestone_id"] for one in state["milestones"] if one["standing"] != "disputed" and one["reached"]}
    giving = tuple(side["party"] for side in state["sides"] if side["role"] == "offerer") or everybody
    for words, who, days_ in (
        ("delivery", giving, [one["due_on"] for one in content["deliveries"] if one["delivery_id"] not in given]),
        ("milestone", everybody, [one["due_on"] for one in content["milestones"] if one["milestone_id"] not in met]),
    ):
        if days_:
            until = due_date(datetime.fromisoformat(f"{min(days_)}T12:00:00+00:00"), 0, row.region)
            if until - AHEAD <= now:
                yield who, f"report on the {words} that the plan says is due", P15_VII.number, until


def _after_the_end(row: Any, now: datetime, days: int) -> Iterator[Owed]:
    state = row.state
    have = {one["by"] for one in state["evaluations"]}
    if silent := tuple(party for party in _everybody(row) if party not in have):
        yield silent, "evaluate the engagement", P15_VII.number, due_date(_moment(state["ended_at"]), days, row.region)
    asked, have = state["sustainability_due_at"], {one["party"] for one in state["sustainability"]}
    silent = tuple(party for party in _everybody(row) if party not in have)
    if asked is not None and _moment(asked) <= now and silent:
        words = "say whether the results of the engagement still stand"
        yield silent, words, P15_III.number, due_date(_moment(asked), days, row.region)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
