"""A side puts the engagement to rest, with the reason (WM 11)."""

from typing import Any

from services.console.forms import of_engagements as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.engagements import engagement_act
from shared.modalities.steps.of_engagements import PAUSE


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.REASON


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "pause_engagement", {"party": case.party, "reason": typed["reason"], "id": case.item["itemId"]}


PAGE = engagement_act(
    "pause", "pause", "title.pause", "act.pause", (PAUSE,), 14, _said, ("pause_engagement",), parts=_parts
)  # fmt: skip
