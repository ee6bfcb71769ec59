"""An officer closes a call for action with words on what came of it (WM 5)."""

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
    return "close_call_for_action", {"id": case.item["itemId"], **said}


PAGE = action_act(
    "call_for_action_closing", "closing", "title.call_for_action_closing", "act.call_for_action_closing", CLOSE_CALL_FOR_ACTION,
    6, _said, "close_call_for_action", OFFICERS, parts=_parts, begun=in_own_language, kept=False,
)  # fmt: skip
