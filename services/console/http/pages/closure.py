"""An officer closes an engagement of which no side gives word any more, and says why (WM 11)."""

from typing import Any

from services.console.forms import of_engagements as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.engagements import engagement_act
from shared.modalities.steps.of_engagements import CLOSE


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.WORDS


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "close_engagement", {"words": typed["words"], "id": case.item["itemId"]}


PAGE = engagement_act(
    "closure", "closure", "title.closure", "act.closure", (CLOSE,), 18, _said, ("close_engagement",), parts=_parts,
    beside=("lines",),
)  # fmt: skip
