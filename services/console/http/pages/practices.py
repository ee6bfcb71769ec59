"""Good practices, found by words in any of the six languages, by area and by country (WM 1, 4, 11)."""

from services.console.http.lists import MOST
from services.console.http.options import by_name, named, options
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.contracts.reference.states import states
from shared.contracts.vocabulary import code_list


async def show(visit: Visit) -> Shown:
    """Newest first, twenty-five at a time; what the address asks for that there is not is not asked."""
    sought = visit.query("q").strip()[:MOST]
    area, country = visit.query("area"), visit.query("country")
    area = area if area in code_list("functional_areas") else ""
    country = country if country.removeprefix("iso3166:") in states() and country.startswith("iso3166:") else ""
    asked = {"search": sought, "functionalArea": area, "party": country}
    narrowed = {name: value for name, value in asked.items() if value}
    found = (await visit.ask("practices", after=visit.query("after") or None, filter=narrowed or None))["practices"]
    known = by_name(visit.words, (f"iso3166:{code}" for code in states()))
    data = {
        "items": found["nodes"], "more": found["pageInfo"], "sought": sought, "area": area, "country": country,
        "areas": options(visit.words, "functional_areas", area, visit.actor), "countries": named(known, country),
    }  # fmt: skip
    return View("title.practices", data)


PAGE = Page("practices", "/practices", "practices", ("practices",), show)
