"""An applicant takes its application back (WM 3)."""

from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.organisations import organisation_act
from shared.modalities.access.actions import AMEND_APPLICATION


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "withdraw_application", {"id": case.item["itemId"]}


PAGE = organisation_act(
    "organisation_withdrawal", "withdrawal", "title.organisation_withdrawal", "act.organisation_withdrawal", AMEND_APPLICATION, 2, _said, "withdraw_application", status="applied", kept=False
)  # fmt: skip
