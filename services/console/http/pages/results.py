"""A side says whether results still stand some time after the end (WM 15.iii)."""

from typing import Any

from services.console.forms import of_engagements as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.engagements import engagement_act
from shared.modalities.steps.of_engagements import SAY_RESULTS_STAND


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.RESULTS


def _said(case: Case, typed: dict[str, Any]) -> Said:
    said = {"party": case.party, "stand": typed["results_stand"], "words": typed["words"] or None}
    return "say_results_stand", said | {"id": case.item["itemId"]}


PAGE = engagement_act(
    "results", "results", "title.results", "act.results", (SAY_RESULTS_STAND,), 21, _said, ("say_results_stand",),
    parts=_parts, beside=("evaluations",), since="sustainability_due_at",
)  # fmt: skip
