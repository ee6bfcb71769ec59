"""A side says in one step that nothing changed (WM 15.vii)."""

from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.engagements import engagement_act
from shared.modalities.steps.of_engagements import SAY_NO_CHANGE


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "say_no_change", {"party": case.party, "id": case.item["itemId"]}


PAGE = engagement_act(
    "no_change", "no-change", "title.no_change", "act.no_change", (SAY_NO_CHANGE,), 12, _said, ("say_no_change",),
)  # fmt: skip
