"""Calls for action, found by words, status and area: those that ask one's own party, and open ones (WM 5)."""

from services.console.http.lists import MOST
from services.console.http.options import named, options
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.contracts.filter_values import STATUSES
from shared.contracts.vocabulary import code_list


async def show(visit: Visit) -> Shown:
    """Newest first, twenty-five at a time; what the address asks for that there is not is not asked."""
    sought, words = visit.query("q").strip()[:MOST], visit.words
    there = {"status": STATUSES["call_for_action"], "area": code_list("functional_areas")}
    chosen = {name: visit.query(name) if visit.query(name) in there[name] else "" for name in there}
    asked = {
        "search": sought,
        "status": [chosen["status"]] if chosen["status"] else "",
        "functionalArea": chosen["area"],
    }
    narrowed = {name: value for name, value in asked.items() if value}
    found = await visit.ask("calls_for_action", after=visit.query("after") or None, filter=narrowed or None)
    statuses = [(one, words.say(f"status.call_for_action.{one}")) for one in STATUSES["call_for_action"]]
    data = {
        "items": found["callsForAction"]["nodes"], "more": found["callsForAction"]["pageInfo"], "sought": sought,
        "chosen": chosen, "statuses": named(statuses, chosen["status"]),
        "areas": options(words, "functional_areas", chosen["area"], visit.actor),
    }  # fmt: skip
    return View("title.calls_for_action", data)


PAGE = Page("calls_for_action", "/calls-for-action", "calls_for_action", ("calls_for_action",), show)
