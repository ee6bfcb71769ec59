"""One national plan: its aims with their numbers, and what may be done with it (WM 13)."""

from services.console.http.national_plans import ON
from services.console.http.offered import offered
from services.console.http.page import Page, Shown, View
from services.console.http.steps import steps_of
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """As its State words it."""
    case = await ON.find(visit)
    item = case.item
    data = {
        "item": item, "state": case.state, "steps": steps_of(item, visit.actor.party), "written": item["follows"],
        "acts": offered("national_plan", case),
    }  # fmt: skip
    return View(item["title"] or item["reference"] or "title.national_plan", data)


PAGE = Page(
    "national_plan", "/national-plans/{national_plan_id}", "national_plan", ("item",), show,
    example={"national_plan_id": "national_plan"},
)  # fmt: skip
