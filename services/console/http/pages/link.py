"""One peer link: what it is about, who is in it by its own word, the exchanges that were held (WM 1, 20)."""

from services.console.http.links import find, mine
from services.console.http.offered import offered
from services.console.http.page import Page, Shown, View
from services.console.http.steps import steps_of
from services.console.http.visit import Visit
from shared.modalities.steps.pages import address_of


async def show(visit: Visit) -> Shown:
    """As its reader may see it."""
    case = await find(visit)
    content = case.state["content"]
    origin = content.get("origin")
    data = {
        "item": case.item, "state": case.state, "content": content, "written": case.item["follows"], "mine": mine(case),
        "steps": steps_of(case.item, visit.actor.party), "acts": offered("link", case),
        "origin": address_of(origin["kind"], origin["item_id"]) if origin else None,
    }  # fmt: skip
    return View(case.item["title"] or case.item["reference"] or "title.link", data)


PAGE = Page("link", "/links/{link_id}", "link", ("item",), show, example={"link_id": "link"})
