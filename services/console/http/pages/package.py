"""One package of support of one's own: what it holds, and what may be done with it (WM 7, 18)."""

from services.console.http.offered import offered
from services.console.http.packages import ON
from services.console.http.page import Page, Shown, View
from services.console.http.steps import steps_of
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """The wording in the reader's language first."""
    case = await ON.find(visit)
    item, state, tongue = case.item, case.state, visit.words.language
    data = {
        "item": item, "state": state, "steps": steps_of(item, visit.actor.party), "written": item["follows"],
        "acts": offered("package", case),
        "wordings": sorted(state["content"]["wordings"], key=lambda one: one["language"] != tongue),
    }  # fmt: skip
    return View(item["title"] or item["reference"] or "title.package", data)


PAGE = Page("package", "/packages/{package_id}", "package", ("item",), show, example={"package_id": "package"})
