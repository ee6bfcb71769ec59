"""Requests of other States, in the form that these agreed to show (WM 17)."""

from services.console.forms.kinds import OFFER
from services.console.http.lists import cut
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit

MOST = 50
"""Requests that are shown; the newest."""


async def show(visit: Visit) -> Shown:
    """Nothing says which fields there are beside those."""
    found, more = cut((await visit.ask("shown", first=MOST + 1))["solicitedRequests"], MOST)
    return View("title.shown", {"items": found, "more": more, "most": MOST, "may_offer": OFFER.may(visit.actor)})


PAGE = Page("shown", "/shown", "shown", ("shown",), show)
