"""A State shows its national plan to a party (WM 13)."""

from typing import Any

from services.console.forms import of_national_plans as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.commitments import anyhow
from services.console.http.national_plans import plan_act
from shared.modalities.access.actions import SHOW_NATIONAL_PLAN


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.READER


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "show_national_plan", {"id": case.item["itemId"], "party": typed["party"]}


PAGE = plan_act(
    "national_plan_reader",
    "readers",
    "title.national_plan_reader",
    "act.national_plan_reader",
    SHOW_NATIONAL_PLAN,
    2,
    _said,
    "show_national_plan",
    anyhow,
    parts=_parts,
)
