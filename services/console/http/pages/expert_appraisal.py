"""A party that received an expert says how it went, once the deployment is over (WM 7)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import of_experts as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said, in_own_language
from services.console.http.experts import RECEIVED, deployments, expert_act, over
from shared.modalities.access.actions import APPRAISE_EXPERT


def _mine(case: Case, one: Mapping[str, Any]) -> bool:
    return over(case.visit, one) and case.party in {it["party"] for it in one["receivers"]}


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.APPRAISAL


def _choices(case: Case) -> Mapping[str, Named]:
    return deployments(case, lambda one: _mine(case, one))


def _said(case: Case, typed: dict[str, Any]) -> Said:
    given = {"judgement": str(typed["judgement"]).upper(), "text": typed["text"], "language": typed["language"]}
    return "appraise_expert", {"id": case.item["itemId"], "number": forms.number(typed), **given}


PAGE = expert_act(
    "expert_appraisal", "appraisal", "title.expert_appraisal", "act.expert_appraisal", APPRAISE_EXPERT, 7, _said, "appraise_expert", who=RECEIVED,
    fits=lambda case: any(_mine(case, one) for one in case.state["deployments"]), parts=_parts, begun=in_own_language,
    choices=_choices,
)  # fmt: skip
