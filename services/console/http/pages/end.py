"""A side ends the engagement before it is fulfilled, with the reason; what was delivered stays (WM 11)."""

from typing import Any

from services.console.forms import of_engagements as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.engagements import engagement_act
from shared.modalities.steps.of_engagements import END_EARLY, WITHDRAW


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.ENDING


def _said(case: Case, typed: dict[str, Any]) -> Said:
    said = {"party": case.party, "reason": typed["reason"], "words": typed["words"] or None}
    return "end_engagement", said | {"id": case.item["itemId"]}


PAGE = engagement_act(
    "end", "end", "title.end", "act.end", (END_EARLY, WITHDRAW), 17, _said, ("end_engagement",), parts=_parts,
    beside=("lines",),
)  # fmt: skip
