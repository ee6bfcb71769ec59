"""Pilots and the quality-assurance initiative, found by words, status, area and State: one's own, and those that one is shown (WM 7, 11)."""

from services.console.http.lists import MOST
from services.console.http.options import by_name, named, options
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.contracts.filter_values import STATUSES
from shared.contracts.reference.states import states
from shared.contracts.vocabulary import code_list


async def show(visit: Visit) -> Shown:
    """Newest first, twenty-five at a time; what the address asks for that there is not is not asked."""
    sought, words = visit.query("q").strip()[:MOST], visit.words
    known = [f"iso3166:{code}" for code in states()]
    given = {name: visit.query(name) for name in ("status", "area", "party")}
    there = {"status": STATUSES["initiative"], "area": code_list("functional_areas"), "party": known}
    chosen = {name: code if code in there[name] else "" for name, code in given.items()}
    asked = {"search": sought, "status": [chosen["status"]] if chosen["status"] else "",
             "functionalArea": chosen["area"], "party": chosen["party"]}  # fmt: skip
    narrowed = {name: value for name, value in asked.items() if value}
    found = (await visit.ask("initiatives", after=visit.query("after") or None, filter=narrowed or None))["initiatives"]
    statuses = [(one, words.say(f"status.initiative.{one}")) for one in STATUSES["initiative"]]
    data = {
        "items": found["nodes"], "more": found["pageInfo"], "sought": sought, "chosen": chosen,
        "statuses": named(statuses, chosen["status"]),
        "areas": options(words, "functional_areas", chosen["area"], visit.actor),
        "parties": named(by_name(words, known), chosen["party"]),
    }  # fmt: skip
    return View("title.initiatives", data)


PAGE = Page("initiatives", "/initiatives", "initiatives", ("initiatives",), show)
