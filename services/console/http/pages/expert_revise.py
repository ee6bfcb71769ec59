"""A party changes the profile of its expert (WM 7)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import of_experts as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said
from services.console.http.experts import expert_act, shown_to
from shared.modalities.access.actions import REVISE_EXPERT


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.EXPERT


def _begun(case: Case) -> dict[str, Any]:
    content: dict[str, Any] = case.state["content"]
    return content


def _choices(case: Case) -> Mapping[str, Named]:
    return {"visibility": shown_to(case.visit.words)}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "revise_expert", {"id": case.item["itemId"], "content": forms.body(typed)}


PAGE = expert_act(
    "expert_revise", "revise", "title.expert_revise", "act.expert_revise", REVISE_EXPERT, 2, _said, "revise_expert", parts=_parts, begun=_begun, choices=_choices, fresh=False
)  # fmt: skip
