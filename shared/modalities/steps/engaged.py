"""An engagement as the rules of steps read it, from its state as JSON: for worklists and for reminders alike (WM 11, 15.vii)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.modalities.access.engagement_view import open_terms, terms_in_force
from shared.modalities.steps.things import Engaged, Engagement, NewTerms, Reported

State = Mapping[str, Any]


def engaged(region: str, stage: str, state: State) -> Engagement:
    """What is owed of it follows from this alone."""
    sides = [Engaged(one["party"], one["role"], one.get("region")) for one in state["sides"]]
    since, said = _standing(state)
    return Engagement(
        region, stage, sides, since, frozenset(said), _reports(state), _given(state.get("report_due_at")),
        _given(state.get("ended_at")), _given(state.get("sustainability_due_at")),
        frozenset(one["party"] for one in state["sustainability"]),
        [one["party"] for one in state["champions"] if one["answer"] == "pending"],
        [
            Engaged(one["party"], one["role"], one.get("region"))
            for one in state.get("asked_sides", ()) if one["answer"] == "pending"
        ],
        _new_terms(state),
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
    roles = {one["party"]: one["role"] for one in state["sides"]}
    return [
        Reported(roles[one["reported_by"]], _moment(one["reported_at"]))
        for one in (*state["deliveries"], *state["milestones"])
        if one["standing"] == "self_reported"
    ]


def _given(text: str | None) -> datetime | None:
    return None if text is None else _moment(text)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
