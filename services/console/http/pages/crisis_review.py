"""An officer says that a crisis still stands, and why (WM 12)."""

from typing import Any

from services.console.forms import of_crises as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said, in_own_language
from services.console.http.crises import crisis_act
from shared.modalities.access.actions import REVIEW_CRISIS


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.LOOK


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "review_crisis", {"id": case.item["itemId"], "words": typed["words"], "language": typed["language"]}


PAGE = crisis_act(
    "crisis_review", "review", "title.crisis_review", "act.crisis_review", REVIEW_CRISIS, 2, _said, "review_crisis", "Officers of its region alone",
    parts=_parts, begun=in_own_language,
)  # fmt: skip
