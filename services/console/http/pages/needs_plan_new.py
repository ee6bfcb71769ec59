"""An officer has a plan made over all open needs; it decides nothing (WM 6, 11)."""

from typing import Any

from services.console.http.acting import Act, Case, Said, act_page
from services.console.http.needs_plans import ALL, anything, officers, plans
from services.console.http.page import Begins
from services.console.http.visit import Visit


async def _find(visit: Visit) -> Case:
    officers(visit)
    return Case(visit, {"itemId": "", "version": None, "title": visit.words.say("title.needs_plans"), "state": {}})


def _said(_: Case, __: dict[str, Any]) -> Said:
    return "make_plan", {"comparedWith": None, "whatIf": None}


PAGE = act_page(
    Act(
        "needs_plan_new", f"{ALL}/new", "title.needs_plan_new", "act.needs_plan_new", ("make_plan",), _find, anything, _said,
        ALL, fresh=False, leads_to=f"{ALL}/{{plan_id}}", versioned=False,
    ),
    Begins((ALL,), "title.needs_plan_new", plans),
)  # fmt: skip
