"""A side goes on with an engagement that rests (WM 11)."""

from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.engagements import engagement_act
from shared.modalities.steps.of_engagements import RESUME


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "resume_engagement", {"party": case.party, "id": case.item["itemId"]}


PAGE = engagement_act(
    "resumption", "resumption", "title.resumption", "act.resumption", (RESUME,), 15, _said, ("resume_engagement",),
)  # fmt: skip
