"""One pilot or quality-assurance initiative: what it is for, who is in it, diagnosis, steps, rounds, how it ended (WM 7, 11)."""

from services.console.http.initiatives import find, side
from services.console.http.offered import offered
from services.console.http.page import Page, Shown, View
from services.console.http.steps import steps_of
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """As its reader may see it."""
    case = await find(visit)
    data = {
        "item": case.item, "state": case.state, "content": case.state["content"], "written": case.item["follows"], "side": side(case),
        "steps": steps_of(case.item, visit.actor.party), "acts": offered("initiative", case),
    }  # fmt: skip
    return View(case.item["title"] or case.item["reference"] or "title.initiative", data)


PAGE = Page(
    "initiative", "/initiatives/{initiative_id}", "initiative", ("item",), show, example={"initiative_id": "initiative"}
)
