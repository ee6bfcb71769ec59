"""A party takes back what it said that it did on a call for action (WM 5)."""

from typing import Any

from services.console.forms.of_calls_for_action import BACK
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.calls_for_action import EVER, PARTIES, action_act, own_reports, standing
from shared.modalities.access.actions import REPORT_ON_CALL_FOR_ACTION


def _parts(_: Case) -> tuple[Part, ...]:
    return BACK


def _fits(case: Case) -> bool:
    return bool(standing(case))


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "take_action_report_back", {"id": case.item["itemId"], "number": int(typed["number"])}


PAGE = action_act(
    "call_for_action_report_back", "reports/withdrawal", "title.call_for_action_report_back",
    "act.call_for_action_report_back", REPORT_ON_CALL_FOR_ACTION, 3, _said, "take_action_report_back", PARTIES, when=EVER,
    fits=_fits, parts=_parts, choices=own_reports, kept=False,
)  # fmt: skip
