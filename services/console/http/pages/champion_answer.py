"""A party that is asked says whether it stands beside the project; one that does may end it (WM 2)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import of_engagements as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said
from services.console.http.engagements import engagement_act
from shared.modalities.steps.of_engagements import ANSWER_AS_CHAMPION


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.CHAMPION_ANSWER


def _choices(case: Case) -> Mapping[str, Named]:
    """Who is asked accepts or declines; who stands beside it may end that."""
    now = [one["answer"] for one in case.state["champions"] if one["party"] == case.party]
    codes = ("accepted", "declined") if "pending" in now else ("ended",)
    return {"champion_answer": [(one, case.visit.words.choice("champion_answer", one)) for one in codes]}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "answer_as_champion", {"party": case.party, "answer": typed["answer"], "id": case.item["itemId"]}


def _ready(state: Mapping[str, Any], party: str) -> bool:
    return any(one["party"] == party and one["answer"] in {"pending", "accepted"} for one in state["champions"])


PAGE = engagement_act(
    "champion_answer", "champions/answer", "title.champion_answer", "act.champion_answer", (ANSWER_AS_CHAMPION,), 23, _said,
    ("answer_as_champion",), ready=_ready, parts=_parts, choices=_choices,
)  # fmt: skip
