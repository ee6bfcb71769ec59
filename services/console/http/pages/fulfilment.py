"""A party says that it is done (WM 15.vii)."""

from collections.abc import Mapping
from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.engagements import engagement_act
from shared.modalities.steps.of_engagements import SAY_FULFILLED


def _ready(state: Mapping[str, Any], party: str) -> bool:
    return party not in state["fulfilled_by"]


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "say_fulfilled", {"party": case.party, "id": case.item["itemId"]}


PAGE = engagement_act(
    "fulfilment", "fulfilment", "title.fulfilment", "act.fulfilment", (SAY_FULFILLED,), 16, _said, ("say_fulfilled",), ready=_ready, beside=("lines",),
)  # fmt: skip
