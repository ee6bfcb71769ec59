"""Declared crises that the person may read, the last one first, each with what is open of its States and by when (WM 12)."""

from services.console.http.page import Page, Shown, View
from services.console.http.steps import steps_of
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """Ten at a time."""
    found = (await visit.ask("crises", after=visit.query("after") or None, language=visit.words.language))["crises"]
    items = [
        one | {"open": [each | {"doing": steps_of(each | {"kind": "request"}, visit.actor.party)} for each in one["openRequests"]]}
        for one in found["nodes"]
    ]  # fmt: skip
    return View("title.crises", {"items": items, "more": found["pageInfo"]})


PAGE = Page("crises", "/crises", "crises", ("crises",), show)
