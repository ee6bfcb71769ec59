"""Experts whom parties can send: those that the reader may read, found by words and area; one's own alone on request (WM 7)."""

from services.console.http.experts import lists, standing
from services.console.http.lists import MOST
from services.console.http.options import options
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.contracts.vocabulary import code_list


async def show(visit: Visit) -> Shown:
    """The last listed first, twenty-five at a time."""
    sought, area = visit.query("q").strip()[:MOST], visit.query("area")
    area = area if area in code_list("functional_areas") else ""
    own = bool(visit.query("own")) and lists(visit)
    asked = {"search": sought, "functionalArea": area, "party": visit.actor.party if own else ""}
    narrowed = {name: value for name, value in asked.items() if value}
    found = (await visit.ask("experts", after=visit.query("after") or None, filter=narrowed or None))["experts"]
    data = {
        "items": [one | {"standing": standing(visit, one["state"])} for one in found["nodes"]], "more": found["pageInfo"],
        "sought": sought, "area": area, "own": own, "lists": lists(visit),
        "areas": options(visit.words, "functional_areas", area, visit.actor),
    }  # fmt: skip
    return View("title.experts", data)


PAGE = Page("experts", "/experts", "experts", ("experts",), show)
