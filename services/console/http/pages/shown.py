"""Requests of other States, in the form that these agreed to show (WM 17)."""

from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """Nothing says which fields there are beside those."""
    found = (await visit.ask("shown"))["solicitedRequests"]
    return View(
        "title.shown", {"items": found, "may_offer": visit.actor.role.value in {"state_authority", "stakeholder"}}
    )


PAGE = Page("shown", "/shown", "shown", ("shown",), show)
