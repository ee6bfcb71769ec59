"""One review of the terms: how it came, what it looks at, what is proposed, and what was decided (WM 21)."""

from services.console.http.offered import offered
from services.console.http.page import Page, Shown, View
from services.console.http.reviews import find, has_day, may
from services.console.http.steps import steps_of
from services.console.http.visit import Visit
from shared.modalities.access.actions import WITHDRAW_PROPOSAL


async def show(visit: Visit) -> Shown:
    """As it stands: who reads it reads the whole of it."""
    case = await find(visit)
    takes_back = may(case, WITHDRAW_PROPOSAL) and case.state["status"] == "consulting"
    data = {
        "item": case.item, "state": case.state, "written": case.item["follows"], "acts": offered("review", case),
        "steps": steps_of(case.item, visit.actor.party), "mine": case.party if takes_back else "", "open": has_day(case),
    }  # fmt: skip
    return View("title.review", data)


PAGE = Page("review", "/reviews/{review_id}", "review", ("item",), show, example={"review_id": "review"})
