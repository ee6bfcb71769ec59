"""An officer takes the proposal of a match back, with the reason (WM 11)."""

from typing import Any

from services.console.forms import of_matches as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.matches import match_act
from shared.modalities.access.actions import WITHDRAW_MATCH


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.WITHDRAWAL


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "withdraw_match", {"reason": typed["reason"], "id": case.item["itemId"]}


PAGE = match_act(
    "withdrawal", "title.withdrawal", "act.withdrawal", WITHDRAW_MATCH, 2, _said, "withdraw_match", parts=_parts
)
