"""A side agrees to the plan that stands there (WM 11)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms.questions import Part, Question
from services.console.http.acting import Case, Said
from services.console.http.engagements import engagement_act
from shared.modalities.steps.of_engagements import AGREE_PLAN


def _parts(_: Case) -> tuple[Part, ...]:
    return (Question("plan_version", "hidden"),)


def _begun(case: Case) -> dict[str, Any]:
    return {"plan_version": str(case.state["plan"]["version"])}


def _ready(state: Mapping[str, Any], party: str) -> bool:
    return bool(state.get("plan")) and party not in state["plan"]["agreed_by"]


def _said(case: Case, typed: dict[str, Any]) -> Said:
    version = case.visit.number("plan_version")
    return "agree_plan", {"party": case.party, "plan": version, "id": case.item["itemId"]}


PAGE = engagement_act(
    "plan_agreement", "plan/agreement", "title.plan_agreement", "act.plan_agreement", (AGREE_PLAN,), 7, _said,
    ("agree_plan",), ready=_ready, parts=_parts, begun=_begun, beside=("lines", "plan"), kept=False,
)  # fmt: skip
