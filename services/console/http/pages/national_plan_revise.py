"""A national plan is worded anew (WM 13)."""

from typing import Any

from services.console.forms import of_national_plans as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.national_plans import plan_act
from shared.modalities.access.actions import REVISE_NATIONAL_PLAN


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.CONTENT


def _begun(case: Case) -> dict[str, Any]:
    return dict(case.state["content"])


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "revise_national_plan", {"id": case.item["itemId"], "content": forms.content_of(typed)}


PAGE = plan_act(
    "national_plan_revise",
    "revise",
    "title.national_plan_revise",
    "act.national_plan_revise",
    REVISE_NATIONAL_PLAN,
    1,
    _said,
    "revise_national_plan",
    parts=_parts,
    begun=_begun,
    fresh=False,
)
