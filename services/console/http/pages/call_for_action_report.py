"""A party says what it did on a call for action, or corrects what it said (WM 5)."""

from typing import Any

from services.console.forms.of_calls_for_action import MONEY_REPORT, REPORT, report_body
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.calls_for_action import EVER, PARTIES, action_act, mine, own_reports, standing
from shared.modalities.access.actions import REPORT_ON_CALL_FOR_ACTION


def _parts(case: Case) -> tuple[Part, ...]:
    asked = MONEY_REPORT if case.state["content"]["kind"] == "resource_mobilisation" else REPORT
    return asked if standing(case) else asked[1:]


def _fits(case: Case) -> bool:
    """Once it said that it does something; after the end what stands is corrected."""
    return bool(standing(case)) or (case.state["status"] == "open" and mine(case).get("answer") == "will_do")


def _said(case: Case, typed: dict[str, Any]) -> Said:
    report = report_body(typed, case.visit.words.language)
    return "report_on_call_for_action", {"id": case.item["itemId"], "report": report}


PAGE = action_act(
    "call_for_action_report", "reports", "title.call_for_action_report", "act.call_for_action_report",
    REPORT_ON_CALL_FOR_ACTION, 2, _said, "report_on_call_for_action", PARTIES, when=EVER, fits=_fits, parts=_parts,
    choices=own_reports,
)  # fmt: skip
