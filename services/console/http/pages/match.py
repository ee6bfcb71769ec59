"""One match: its sides and their answers, what was consulted, and what officers may do next (WM 11, 19, 20)."""

from services.console.http.matches import find
from services.console.http.offered import offered
from services.console.http.page import Page, Shown, View
from services.console.http.steps import steps_of
from services.console.http.threads import threads_about
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """As its reader may see it."""
    case = await find(visit)
    data = {
        "item": case.item, "state": case.state, "steps": steps_of(case.item, visit.actor.party),
        "written": case.item["follows"], "acts": offered("match", case),
        "threads": await threads_about(visit, case.item["itemId"]),
    }  # fmt: skip
    return View(case.item["reference"] or "title.match", data)


PAGE = Page("match", "/matches/{match_id}", "match", ("item", "threads"), show, example={"match_id": "match"})
