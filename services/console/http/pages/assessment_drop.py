"""An assessment comes to nothing (WM 13)."""

from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.assessments import assessment_act
from shared.modalities.access.actions import DROP_ASSESSMENT


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "drop_assessment", {"id": case.item["itemId"]}


PAGE = assessment_act(
    "assessment_drop",
    "drop",
    "title.assessment_drop",
    "act.assessment_drop",
    DROP_ASSESSMENT,
    7,
    _said,
    "drop_assessment",
    kept=False,
)
