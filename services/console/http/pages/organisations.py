"""Organisations: those that are registered, for everybody; one's own application; for officers all of the deployment (WM 3)."""

from services.console.http.lists import MOST
from services.console.http.organisations import applies
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """The last to apply first, twenty-five at a time; for officers those that wait alone on request."""
    sought = visit.query("q").strip()[:MOST]
    waiting = bool(visit.query("waiting")) and visit.is_officer
    narrowed = ({"search": sought} if sought else {}) | ({"status": ["applied"]} if waiting else {})
    found = (await visit.ask("organisations", after=visit.query("after") or None, filter=narrowed or None))[
        "organisations"
    ]
    data = {
        "items": found["nodes"],
        "more": found["pageInfo"],
        "sought": sought,
        "waiting": waiting,
        "applies": applies(visit),
    }
    return View("title.organisations", data)


PAGE = Page("organisations", "/organisations", "organisations", ("organisations",), show)
