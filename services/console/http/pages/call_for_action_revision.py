"""An officer words a call for action anew, moves its day, or asks further parties (WM 5)."""

from typing import Any

from services.console.forms.of_calls_for_action import REVISION, begun, call_body
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.calls_for_action import OFFICERS, action_act
from shared.modalities.access.actions import REVISE_CALL_FOR_ACTION


def _parts(_: Case) -> tuple[Part, ...]:
    return REVISION


def _begun(case: Case) -> dict[str, Any]:
    return begun(case.state)


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "revise_call_for_action", {"id": case.item["itemId"], "content": call_body(typed)}


PAGE = action_act(
    "call_for_action_revision", "content", "title.call_for_action_revision", "act.call_for_action_revision",
    REVISE_CALL_FOR_ACTION, 5, _said, "revise_call_for_action", OFFICERS, parts=_parts, begun=_begun,
)  # fmt: skip
