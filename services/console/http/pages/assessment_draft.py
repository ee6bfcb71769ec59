"""From an assessment one begins a draft of a request, with lines drawn from what it found (WM 13)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import of_assessments as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said
from services.console.http.assessments import assessment_act, is_open
from shared.modalities.access.actions import DRAFT_FROM_ASSESSMENT


def _lacking(case: Case) -> list[dict[str, Any]]:
    return [one for one in case.state["content"]["areas"] if one["gap"]]


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.DRAFT


def _begun(case: Case) -> dict[str, Any]:
    """All of them."""
    return {"line_ids": [one["line_id"] for one in _lacking(case)]}


def _choices(case: Case) -> Mapping[str, Named]:
    words = case.visit.words
    return {
        "assessed_lines": [
            (one["line_id"], f"{words.choice('functional_areas', one['functional_area'])} ({one['line_id']})")
            for one in _lacking(case)
        ]
    }


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "draft_from_assessment", {"id": case.item["itemId"], "lines": typed["line_ids"]}


def _fits(case: Case) -> bool:
    return (is_open(case) or case.state["status"] == "validated") and bool(_lacking(case))


PAGE = assessment_act(
    "assessment_draft", "draft", "title.assessment_draft", "act.assessment_draft", DRAFT_FROM_ASSESSMENT, 4, _said, "draft_from_assessment", _fits, parts=_parts, begun=_begun,
    choices=_choices, fresh=False, leads_to="/preparing/{draft_id}",
)  # fmt: skip
