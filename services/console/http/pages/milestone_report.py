"""A side reports where a milestone stands (WM 15.ii, 15.vii)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import engagement_bodies as bodies
from services.console.forms import of_engagements as forms
from services.console.forms.questions import Part, pruned
from services.console.http.acting import Case, Named, Said
from services.console.http.engagements import engagement_act
from shared.modalities.steps.of_engagements import REPORT


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.MILESTONE


def _choices(case: Case) -> Mapping[str, Named]:
    planned = bodies.planned_milestones(case.state)
    return {"milestone": [(one["milestone_id"], one["text"][:MOST]) for one in planned]}


MOST = 120
"""Characters of a milestone by which it is chosen."""


def _said(case: Case, typed: dict[str, Any]) -> Said:
    report = (pruned(typed) or {}) | {"reached": typed["reached"], "party": case.party}
    return "report_milestone", {"report": report, "id": case.item["itemId"]}


def _ready(state: Mapping[str, Any], _: str) -> bool:
    return bool(bodies.planned_milestones(state))


PAGE = engagement_act(
    "milestone_report", "milestones", "title.milestone_report", "act.milestone_report", (REPORT,), 10, _said,
    ("report_milestone",), ready=_ready, parts=_parts, choices=_choices, beside=("plan",),
)  # fmt: skip
