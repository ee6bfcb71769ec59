"""A party says whether others that were asked may read its word and reports (WM 5)."""

from typing import Any

from services.console.forms.of_calls_for_action import SHOWING
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.calls_for_action import EVER, PARTIES, action_act, mine
from shared.modalities.access.actions import REPORT_ON_CALL_FOR_ACTION


def _parts(_: Case) -> tuple[Part, ...]:
    return SHOWING


def _begun(case: Case) -> dict[str, Any]:
    return {"shown": mine(case).get("shown", False)}


def _fits(case: Case) -> bool:
    return str(mine(case).get("answer", "pending")) != "pending"


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "show_own_action", {"id": case.item["itemId"], "shown": bool(typed.get("shown"))}


PAGE = action_act(
    "call_for_action_showing", "showing", "title.call_for_action_showing", "act.call_for_action_showing",
    REPORT_ON_CALL_FOR_ACTION, 4, _said, "show_own_action", PARTIES, when=EVER, fits=_fits, parts=_parts, begun=_begun,
    kept=False,
)  # fmt: skip
