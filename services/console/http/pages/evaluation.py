"""A side judges the engagement after its end, by the five criteria of evaluation (WM 15.iii, 15.vii)."""

from typing import Any

from services.console.forms import engagement_bodies as bodies
from services.console.forms import of_engagements as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.engagements import engagement_act
from shared.modalities.steps.of_engagements import EVALUATE


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.EVALUATION


def _said(case: Case, typed: dict[str, Any]) -> Said:
    said = {"party": case.party, "evaluation": bodies.evaluation_body(typed)}
    return "evaluate_engagement", said | {"id": case.item["itemId"]}


PAGE = engagement_act(
    "evaluation", "evaluation", "title.evaluation", "act.evaluation", (EVALUATE,), 19, _said, ("evaluate_engagement",),
    parts=_parts, inside="evaluation", beside=("lines", "evaluations"), begun=lambda case: bodies.evaluation_begun(case.state, case.party),
)  # fmt: skip
