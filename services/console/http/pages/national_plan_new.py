"""A State, or its country office for it, records its national plan of action (WM 13)."""

from typing import Any

from services.console.forms import of_national_plans as forms
from services.console.forms.questions import Part
from services.console.forms.support_request import lead_for
from services.console.http.acting import Act, Case, Said, act_page, in_own_language
from services.console.http.commitments import plans_to_choose
from services.console.http.lists import Row, to_choose_from
from services.console.http.national_plans import WHO, records
from services.console.http.page import Begins
from services.console.http.visit import Visit
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P13


async def _find(visit: Visit) -> Case:
    """There is nothing yet but those in force of the same State, of which it may take the place."""
    lead, found = lead_for(visit.actor), list[Row]()
    if records(visit):
        found, _ = await to_choose_from(
            visit, "national_plans", "nationalPlans", lambda one: lead in one["parties"], filter={"status": ["in_force"]}
        )  # fmt: skip
    item = {"itemId": "", "version": 0, "title": visit.words.say("title.national_plans"), "state": {}}
    return Case(visit, item, {"own_plans": found})


def _check(case: Case) -> None:
    if not records(case.visit):
        raise NotPermitted("not_permitted", WHO, P13)


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.RECORD


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "record_national_plan", {
        "party": lead_for(case.visit.actor), "content": forms.content_of(typed), "replaces": typed["replaces"] or None,
    }  # fmt: skip


PAGE = act_page(
    Act(
        "national_plan_new", "/national-plans/new", "title.national_plan_new", "act.national_plan_new",
        ("record_national_plan", "national_plans"), _find, _check, _said, "/national-plans", parts=_parts, begun=in_own_language,
        choices=plans_to_choose, inside="content", fresh=False, leads_to="/national-plans/{national_plan_id}", versioned=False,
    ),
    Begins(("/national-plans",), "title.national_plan_new", records),
)  # fmt: skip
