"""A State shows its national plan to a party no more (WM 13)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import of_national_plans as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said
from services.console.http.national_plans import plan_act
from services.console.http.options import by_name
from shared.modalities.access.actions import SHOW_NATIONAL_PLAN


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.READER_END


def _choices(case: Case) -> Mapping[str, Named]:
    return {"plan_readers": by_name(case.visit.words, [one["party"] for one in case.state["readers"]])}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "hide_national_plan", {"id": case.item["itemId"], "party": typed["party"]}


def _fits(case: Case) -> bool:
    return bool(case.state["readers"])


PAGE = plan_act(
    "national_plan_reader_end",
    "readers/end",
    "title.national_plan_reader_end",
    "act.national_plan_reader_end",
    SHOW_NATIONAL_PLAN,
    3,
    _said,
    "hide_national_plan",
    _fits,
    parts=_parts,
    choices=_choices,
)
