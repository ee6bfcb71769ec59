"""An officer judges the engagement after its end, for the Secretariat (WM 15.iii, 15.vii)."""

from typing import Any

from services.console.forms import engagement_bodies as bodies
from services.console.forms import of_engagements as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.engagements import engagement_act
from shared.modalities.steps.of_engagements import EVALUATE_FOR_SECRETARIAT


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.EVALUATION


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "evaluate_as_secretariat", {"evaluation": bodies.evaluation_body(typed), "id": case.item["itemId"]}


PAGE = engagement_act(
    "secretariat_evaluation", "secretariat-evaluation", "title.secretariat_evaluation", "act.secretariat_evaluation",
    (EVALUATE_FOR_SECRETARIAT,), 20, _said, ("evaluate_as_secretariat",), parts=_parts, inside="evaluation",
    beside=("lines", "evaluations"), begun=lambda case: bodies.evaluation_begun(case.state, None),
)  # fmt: skip
