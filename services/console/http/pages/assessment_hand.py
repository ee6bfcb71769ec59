"""A State shows its assessment to a party, or asks it to work on it (WM 14)."""

from typing import Any

from services.console.forms import of_assessments as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.assessments import assessment_act
from shared.modalities.access.actions import SHOW_ASSESSMENT


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.HAND


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "show_assessment", {"id": case.item["itemId"], "party": typed["party"], "role": typed["role"]}


def _fits(case: Case) -> bool:
    return bool(case.state["status"] != "dropped")


PAGE = assessment_act(
    "assessment_hand",
    "hands",
    "title.assessment_hand",
    "act.assessment_hand",
    SHOW_ASSESSMENT,
    5,
    _said,
    "show_assessment",
    _fits,
    parts=_parts,
)
