"""An officer takes a warning up, and says what is looked at (WM 12)."""

from typing import Any

from services.console.forms import of_warnings as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said, in_own_language
from services.console.http.warnings import warning_act
from shared.modalities.access.actions import TAKE_UP_WARNING


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.TAKEN


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "take_up_warning", {"id": case.item["itemId"], "words": typed["words"], "language": typed["language"]}


PAGE = warning_act(
    "warning_take_up", "take-up", "title.warning_take_up", "act.warning_take_up", TAKE_UP_WARNING, 1, _said, "take_up_warning",
    parts=_parts, begun=in_own_language, when=("open",),
)  # fmt: skip
