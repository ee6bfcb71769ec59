"""An officer takes a call for action back with words on why (WM 5)."""

from typing import Any

from services.console.forms.of_calls_for_action import CLOSING
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said, in_own_language
from services.console.http.calls_for_action import OFFICERS, action_act
from shared.modalities.access.actions import CLOSE_CALL_FOR_ACTION


def _parts(_: Case) -> tuple[Part, ...]:
    return CLOSING


def _said(case: Case, typed: dict[str, Any]) -> Said:
    said = {"text": typed["text"], "language": typed["language"]}
    return "withdraw_call_for_action", {"id": case.item["itemId"], **said}


PAGE = action_act(
    "call_for_action_withdrawal", "withdrawal", "title.call_for_action_withdrawal", "act.call_for_action_withdrawal", CLOSE_CALL_FOR_ACTION,
    7, _said, "withdraw_call_for_action", OFFICERS, parts=_parts, begun=in_own_language, kept=False,
)  # fmt: skip
