"""A party sends its expert no more (WM 7)."""

from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.experts import expert_act
from shared.modalities.access.actions import WITHDRAW_EXPERT


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "withdraw_expert", {"id": case.item["itemId"]}


PAGE = expert_act(
    "expert_withdrawal",
    "withdrawal",
    "title.expert_withdrawal",
    "act.expert_withdrawal",
    WITHDRAW_EXPERT,
    8,
    _said,
    "withdraw_expert",
    kept=False,
)
