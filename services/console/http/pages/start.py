"""A side starts the work, once both agreed to the plan (WM 20)."""

from collections.abc import Mapping
from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.engagements import engagement_act
from shared.modalities.steps.of_engagements import START


def _ready(state: Mapping[str, Any], party: str) -> bool:
    return bool(state.get("plan")) and {one["party"] for one in state["sides"]} <= set(state["plan"]["agreed_by"])


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "start_engagement", {"party": case.party, "id": case.item["itemId"]}


PAGE = engagement_act(
    "start", "start", "title.start", "act.start", (START,), 8, _said, ("start_engagement",), ready=_ready, beside=("lines", "plan"),
)  # fmt: skip
