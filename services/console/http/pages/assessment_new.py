"""A State, or its country office for it, plans an assessment of its capacity (WM 13, 14)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import of_assessments as forms
from services.console.forms.questions import Part
from services.console.forms.support_request import lead_for
from services.console.http.acting import Act, Case, Named, Said, act_page
from services.console.http.assessments import WHO, plans
from services.console.http.lists import Row, to_choose_from
from services.console.http.page import Begins
from services.console.http.visit import Visit
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P13


async def _find(visit: Visit) -> Case:
    """There is nothing yet but validated ones of the same State, of which it may take the place."""
    lead, found = lead_for(visit.actor), list[Row]()
    if plans(visit):
        found, _ = await to_choose_from(
            visit, "assessments", "capacityAssessments", lambda one: lead in one["parties"], filter={"status": ["validated"]}
        )  # fmt: skip
    item = {"itemId": "", "version": 0, "title": visit.words.say("title.assessments"), "state": {}}
    return Case(visit, item, {"validated": found})


def _check(case: Case) -> None:
    if not plans(case.visit):
        raise NotPermitted("not_permitted", WHO, P13)


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.PLAN


def _begun(case: Case) -> dict[str, Any]:
    """In the language of the page."""
    return {"language": case.visit.words.language}


def _choices(case: Case) -> Mapping[str, Named]:
    return {"replaceable": [(one["reference"], f"{one['reference']} {one['title']}") for one in case.more["validated"]]}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "plan_assessment", {
        "party": lead_for(case.visit.actor), "content": forms.content_of(typed), "replaces": typed["replaces"] or None,
    }  # fmt: skip


PAGE = act_page(
    Act(
        "assessment_new", "/assessments/new", "title.assessment_new", "act.assessment_new", ("plan_assessment", "assessments"), _find, _check,
        _said, "/assessments", parts=_parts, begun=_begun, choices=_choices, inside="content", fresh=False,
        leads_to="/assessments/{assessment_id}", versioned=False, template="assessment_act",
    ),
    Begins(("/assessments",), "title.assessment_new", plans),
)  # fmt: skip
