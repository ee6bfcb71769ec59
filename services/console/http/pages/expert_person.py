"""A party lets both sides of a deployment's engagement read who its expert is (WM 7)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import of_experts as forms
from services.console.forms.questions import Part, pruned
from services.console.http.acting import Case, Named, Said
from services.console.http.experts import deployments, expert_act
from shared.modalities.access.actions import RELEASE_EXPERT


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.PERSON


def _choices(case: Case) -> Mapping[str, Named]:
    return deployments(case, lambda _: True)


def _said(case: Case, typed: dict[str, Any]) -> Said:
    person = {"name": "", **(pruned(typed["person"]) or {})}
    return "release_person", {"id": case.item["itemId"], "number": forms.number(typed), "person": person}


PAGE = expert_act(
    "expert_person", "person", "title.expert_person", "act.expert_person", RELEASE_EXPERT, 5, _said, "release_person", fits=lambda case: bool(case.state["deployments"]),
    parts=_parts, choices=_choices,
)  # fmt: skip
