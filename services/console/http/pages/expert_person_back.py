"""A party takes back that others read who its expert is (WM 7)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import of_experts as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said
from services.console.http.experts import deployments, expert_act
from shared.modalities.access.actions import RELEASE_EXPERT


def _released(one: Mapping[str, Any]) -> bool:
    return bool(one["person_released"])


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.NUMBER


def _choices(case: Case) -> Mapping[str, Named]:
    return deployments(case, _released)


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "take_person_back", {"id": case.item["itemId"], "number": forms.number(typed)}


PAGE = expert_act(
    "expert_person_back", "person/withdrawal", "title.expert_person_back", "act.expert_person_back", RELEASE_EXPERT, 6, _said, "take_person_back",
    fits=lambda case: any(_released(one) for one in case.state["deployments"]), parts=_parts, choices=_choices, kept=False,
)  # fmt: skip
