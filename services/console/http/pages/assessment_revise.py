"""What an assessment finds is written down, or worded anew (WM 13)."""

from typing import Any

from services.console.forms import of_assessments as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.assessments import assessment_act
from shared.modalities.access.actions import REVISE_ASSESSMENT


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.CONTENT


def _begun(case: Case) -> dict[str, Any]:
    return forms.typed_of(case.state["content"])


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "revise_assessment", {"id": case.item["itemId"], "content": forms.content_of(typed)}


PAGE = assessment_act(
    "assessment_revise", "revise", "title.assessment_revise", "act.assessment_revise", REVISE_ASSESSMENT, 2, _said, "revise_assessment", parts=_parts, begun=_begun, fresh=False,
    template="assessment_act",
)  # fmt: skip
