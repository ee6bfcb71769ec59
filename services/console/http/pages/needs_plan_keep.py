"""An officer keeps a plan as the one that is followed, with the reason (WM 11)."""

from typing import Any

from services.console.forms.of_plans import WHY
from services.console.http.acting import Act, Case, Said, act_page
from services.console.http.needs_plans import BACK, ONE, anything, find


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "keep_plan", {"id": case.item["itemId"], "reason": typed["reason"]}


PAGE = act_page(
    Act(
        "needs_plan_keep", f"{ONE}/keeping", "title.needs_plan_keep", "act.needs_plan_keep", ("needs_plan", "keep_plan"), find,
        anything, _said, BACK, parts=lambda _: WHY, fresh=False, example={"plan_id": "needs_plan"},
    )
)  # fmt: skip
