"""One offer: what is next and who does it, who offers and who is asked, what it says (WM 7, 18)."""

from typing import Any

from services.console.http.acting import Case
from services.console.http.experts import days
from services.console.http.named import OFFER, stands
from services.console.http.offered import offered
from services.console.http.page import Page, Shown, View
from services.console.http.shown_items import in_order
from services.console.http.steps import steps_of
from services.console.http.threads import threads_about
from services.console.http.visit import Visit
from shared.contracts.shapes.support_offer import OfferContent
from shared.modalities.errors import NotFound, Retryable


async def show(visit: Visit) -> Shown:
    """As its reader may see it."""
    case = await OFFER.on.find(visit)
    item, state = case.item, case.state
    data = {
        "item": item, "state": state, "steps": steps_of(item, visit.actor.party), "written": item["follows"],
        "content": in_order(state.get("content") or {}, OfferContent), "acts": offered("offer", case),
        "named_experts": await _experts(case), "leads": OFFER.leads(visit.actor, state) and stands(case),
        "threads": await threads_about(visit, item["itemId"]),
    }  # fmt: skip
    return View(item["title"] or item["reference"] or "title.offer", data)


async def _experts(case: Case) -> list[dict[str, Any]]:
    """The experts that it names, and when each is away while it is there; none where its owner cannot be asked just now."""
    lines = (case.state.get("content") or {}).get("lines") or ()
    if not any(line.get("experts") for line in lines):
        return []
    try:
        found = (await case.visit.ask("experts_of_offer", id=case.item["itemId"]))["expertsOfOffer"]
    except (Retryable, NotFound):
        return []
    return [one | {"away": [days(case.visit.words, it) for it in one["unavailable"]]} for one in found]


PAGE = Page(
    "offer", "/offers/{offer_id}", "offer", ("item", "experts_of_offer", "threads"), show, example={"offer_id": "offer"}
)
