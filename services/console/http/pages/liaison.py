"""One contact with a party: what was said, what is owed after it, and what stood there before it was corrected (WM 6)."""

from services.console.http.liaisons import find
from services.console.http.offered import offered
from services.console.http.page import Page, Shown, View
from services.console.http.steps import steps_of
from services.console.http.visit import Visit
from shared.modalities.steps.pages import address_of


async def show(visit: Visit) -> Shown:
    """For officers of its deployment alone."""
    case = await find(visit)
    content = case.state["content"]
    about = content.get("about")
    data = {
        "item": case.item, "state": case.state, "content": content, "written": case.item["follows"],
        "acts": offered("liaison", case), "steps": steps_of(case.item, visit.actor.party),
        "about": address_of(about["kind"], about["item_id"]) if about else None,
    }  # fmt: skip
    return View("title.liaison", data)


PAGE = Page("liaison", "/contacts/{liaison_id}", "liaison", ("item",), show, example={"liaison_id": "liaison"})
