"""A State says in its own name that an assessment is its own (WM 13)."""

from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.assessments import assessment_act
from shared.modalities.access.actions import VALIDATE_ASSESSMENT


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "validate_assessment", {"id": case.item["itemId"]}


def _fits(case: Case) -> bool:
    return bool(case.state["status"] == "under_way")


PAGE = assessment_act(
    "assessment_validation",
    "validation",
    "title.assessment_validation",
    "act.assessment_validation",
    VALIDATE_ASSESSMENT,
    3,
    _said,
    "validate_assessment",
    _fits,
    kept=False,
)
