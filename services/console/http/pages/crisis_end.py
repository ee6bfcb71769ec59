"""An officer says with a reason that a crisis is none any more (WM 12)."""

from typing import Any

from services.console.forms import of_crises as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said, in_own_language
from services.console.http.crises import crisis_act
from shared.modalities.access.actions import END_CRISIS


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.END


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "end_crisis", {"id": case.item["itemId"], "reason": typed["reason"], "language": typed["language"]}


PAGE = crisis_act(
    "crisis_end", "end", "title.crisis_end", "act.crisis_end", END_CRISIS, 3, _said, "end_crisis", "Officers of its region alone",
    parts=_parts, begun=in_own_language, kept=False,
)  # fmt: skip
