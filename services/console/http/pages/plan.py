"""A side proposes what is delivered when, and what it is to reach (WM 11, 15.ii, 15.vii)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import engagement_bodies as bodies
from services.console.forms import of_engagements as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said
from services.console.http.engagements import engagement_act, lines_named
from shared.modalities.steps.of_engagements import PROPOSE_PLAN


def _parts(case: Case) -> tuple[Part, ...]:
    return bodies.asked_of(forms.PLAN, bodies.agreed_lines(case.state))


def _begun(case: Case) -> dict[str, Any]:
    plan = case.state.get("plan")
    return dict(plan["content"]) if plan else {}


def _choices(case: Case) -> Mapping[str, Named]:
    return {"line": lines_named(case)}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    plan = bodies.plan_body(typed, bodies.agreed_lines(case.state))
    return "propose_plan", {"party": case.party, "plan": plan, "id": case.item["itemId"]}


PAGE = engagement_act(
    "plan", "plan", "title.plan", "act.plan", (PROPOSE_PLAN,), 6, _said, ("propose_plan",),
    parts=_parts, begun=_begun, choices=_choices, inside="plan", beside=("lines",),
)  # fmt: skip
