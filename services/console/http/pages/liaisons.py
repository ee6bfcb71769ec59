"""Contacts with parties that the officers of this deployment noted, found by words, status and party (WM 6)."""

from services.console.http.liaisons import contacted, officers_only
from services.console.http.lists import MOST
from services.console.http.options import by_name, named
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.contracts.filter_values import STATUSES


async def show(visit: Visit) -> Shown:
    """The last noted first, twenty-five at a time; what the address asks for that there is not is not asked. Raises NotFound."""
    officers_only(visit)
    sought, words, known = visit.query("q").strip()[:MOST], visit.words, contacted()
    there = {"status": STATUSES["liaison"], "party": known}
    chosen = {name: code if (code := visit.query(name)) in those else "" for name, those in there.items()}
    asked = {"search": sought, "status": [chosen["status"]] if chosen["status"] else "", "party": chosen["party"]}
    narrowed = {name: value for name, value in asked.items() if value}
    found = (await visit.ask("liaisons", after=visit.query("after") or None, filter=narrowed or None))["liaisons"]
    data = {
        "items": found["nodes"], "more": found["pageInfo"], "sought": sought, "chosen": chosen,
        "statuses": named([(one, words.say(f"status.liaison.{one}")) for one in STATUSES["liaison"]], chosen["status"]),
        "parties": named(by_name(words, known), chosen["party"]),
    }  # fmt: skip
    return View("title.liaisons", data)


PAGE = Page("liaisons", "/contacts", "liaisons", ("liaisons",), show)
