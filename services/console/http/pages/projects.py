"""Thematic projects, found by words, status, area, country and champion (WM 2, 3, 18)."""

from services.console.http.lists import MOST
from services.console.http.options import by_name, named, options, parties
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.contracts.filter_values import STATUSES
from shared.contracts.reference.states import states
from shared.contracts.vocabulary import code_list


async def show(visit: Visit) -> Shown:
    """Newest first, twenty-five at a time; what the address asks for that there is not is not asked."""
    sought, known = visit.query("q").strip()[:MOST], parties()
    given = {name: visit.query(name) for name in ("status", "area", "country", "champion")}
    there = {"status": STATUSES["project"], "area": code_list("functional_areas"),
             "country": [f"iso3166:{code}" for code in states()], "champion": known}  # fmt: skip
    chosen = {name: code if code in there[name] else "" for name, code in given.items()}
    asked = {"search": sought, "status": [chosen["status"]] if chosen["status"] else "",
             "functionalArea": chosen["area"], "party": chosen["country"], "champion": chosen["champion"]}  # fmt: skip
    narrowed = {name: value for name, value in asked.items() if value}
    found = (await visit.ask("projects", after=visit.query("after") or None, filter=narrowed or None))[
        "thematicProjects"
    ]
    words = visit.words
    data = {
        "items": found["nodes"], "more": found["pageInfo"], "sought": sought, "chosen": chosen,
        "statuses": named([(one, words.say(f"status.project.{one}")) for one in STATUSES["project"]], chosen["status"]),
        "areas": options(words, "functional_areas", chosen["area"], visit.actor),
        "countries": named(by_name(words, there["country"]), chosen["country"]),
        "champions": named(by_name(words, known), chosen["champion"]),
    }  # fmt: skip
    return View("title.projects", data)


PAGE = Page("projects", "/projects", "projects", ("projects",), show)
