"""An officer says with a reason that a warning is none (WM 12)."""

from typing import Any

from services.console.forms import of_warnings as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said, in_own_language
from services.console.http.warnings import warning_act
from shared.contracts.shapes.warning import WAITING
from shared.modalities.access.actions import SET_ASIDE_WARNING


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.ASIDE


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "set_aside_warning", {"id": case.item["itemId"], "reason": typed["reason"], "language": typed["language"]}


PAGE = warning_act(
    "warning_set_aside", "set-aside", "title.warning_set_aside", "act.warning_set_aside", SET_ASIDE_WARNING, 2, _said, "set_aside_warning",
    parts=_parts, begun=in_own_language, when=WAITING,
)  # fmt: skip
