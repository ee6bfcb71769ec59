"""A party says that the profile of its expert still holds (WM 7)."""

from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.experts import expert_act
from shared.modalities.access.actions import REVISE_EXPERT


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "confirm_expert", {"id": case.item["itemId"]}


PAGE = expert_act(
    "expert_confirmation",
    "confirmation",
    "title.expert_confirmation",
    "act.expert_confirmation",
    REVISE_EXPERT,
    3,
    _said,
    "confirm_expert",
    kept=False,
)
