"""An assessment that was planned is under way (WM 13)."""

from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.assessments import assessment_act
from shared.modalities.access.actions import BEGIN_ASSESSMENT


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "begin_assessment", {"id": case.item["itemId"]}


def _fits(case: Case) -> bool:
    return bool(case.state["status"] == "planned")


PAGE = assessment_act(
    "assessment_start",
    "start",
    "title.assessment_start",
    "act.assessment_start",
    BEGIN_ASSESSMENT,
    1,
    _said,
    "begin_assessment",
    _fits,
    fresh=False,
)
