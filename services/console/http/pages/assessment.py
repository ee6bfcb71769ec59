"""One capacity assessment: what there is, what is lacking, what shows it, and what may be done with it (WM 13, 14)."""

from services.console.http.assessments import ON
from services.console.http.offered import offered
from services.console.http.page import Page, Shown, View
from services.console.http.steps import steps_of
from services.console.http.visit import Visit

FIRST = ("high", "medium", "low", None)


async def show(visit: Visit) -> Shown:
    """What presses most first."""
    case = await ON.find(visit)
    item, state = case.item, case.state
    data = {
        "item": item, "state": state, "steps": steps_of(item, visit.actor.party), "written": item["follows"],
        "acts": offered("assessment", case),
        "areas": sorted(state["content"]["areas"], key=lambda one: FIRST.index(one["priority"])),
    }  # fmt: skip
    return View(item["title"] or item["reference"] or "title.assessment", data)


PAGE = Page(
    "assessment", "/assessments/{assessment_id}", "assessment", ("item",), show, example={"assessment_id": "assessment"}
)
