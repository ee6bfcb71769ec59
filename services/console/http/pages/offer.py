"""One offer: what is next and who does it, who offers and who is asked, what it says (WM 7, 18)."""

from services.console.http.named import OFFER, stands
from services.console.http.offered import offered
from services.console.http.page import Page, Shown, View
from services.console.http.shown_items import in_order
from services.console.http.steps import steps_of
from services.console.http.visit import Visit
from shared.contracts.shapes.support_offer import OfferContent


async def show(visit: Visit) -> Shown:
    """As its reader may see it."""
    case = await OFFER.on.find(visit)
    item, state = case.item, case.state
    data = {
        "item": item, "state": state, "steps": steps_of(item, visit.actor.party), "written": item["follows"],
        "content": in_order(state.get("content") or {}, OfferContent), "acts": offered("offer", case),
        "leads": OFFER.leads(visit.actor, state) and stands(case),
    }  # fmt: skip
    return View(item["title"] or item["reference"] or "title.offer", data)


PAGE = Page("offer", "/offers/{offer_id}", "offer", ("item",), show, example={"offer_id": "offer"})
