"""A State says its own word on a crisis that it is in; it may say it anew (WM 12)."""

from typing import Any

from services.console.forms import of_crises as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said, in_own_language
from services.console.http.crises import crisis_act
from shared.modalities.access.actions import SAY_ON_CRISIS


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.WORD


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "say_on_crisis", {"id": case.item["itemId"], **forms.word(typed)}


PAGE = crisis_act(
    "crisis_word", "word", "title.crisis_word", "act.crisis_word", SAY_ON_CRISIS, 1, _said, "say_on_crisis", "The State itself alone says its word",
    parts=_parts, begun=in_own_language, when=("declared", "ended"),
)  # fmt: skip
