"""A State shows its assessment to a party no more (WM 14)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import of_assessments as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said
from services.console.http.assessments import assessment_act
from services.console.http.options import by_name
from shared.modalities.access.actions import SHOW_ASSESSMENT


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.HAND_END


def _choices(case: Case) -> Mapping[str, Named]:
    return {"hands": by_name(case.visit.words, [one["party"] for one in case.state["hands"]])}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "hide_assessment", {"id": case.item["itemId"], "party": typed["party"]}


def _fits(case: Case) -> bool:
    return bool(case.state["hands"])


PAGE = assessment_act(
    "assessment_hand_end",
    "hands/end",
    "title.assessment_hand_end",
    "act.assessment_hand_end",
    SHOW_ASSESSMENT,
    6,
    _said,
    "hide_assessment",
    _fits,
    parts=_parts,
    choices=_choices,
)
