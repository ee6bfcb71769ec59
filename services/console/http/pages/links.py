"""Peer links, found by words, status, area and party: one's own, and what others made public (WM 1, 20)."""

from services.console.http.lists import MOST
from services.console.http.options import by_name, named, options, parties
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.contracts.filter_values import STATUSES
from shared.contracts.vocabulary import code_list


async def show(visit: Visit) -> Shown:
    """Newest first, twenty-five at a time; what the address asks for that there is not is not asked."""
    sought, known, words = visit.query("q").strip()[:MOST], parties(), visit.words
    given = {name: visit.query(name) for name in ("status", "area", "party")}
    there = {"status": STATUSES["link"], "area": code_list("functional_areas"), "party": known}
    chosen = {name: code if code in there[name] else "" for name, code in given.items()}
    asked = {"search": sought, "status": [chosen["status"]] if chosen["status"] else "",
             "functionalArea": chosen["area"], "party": chosen["party"]}  # fmt: skip
    narrowed = {name: value for name, value in asked.items() if value}
    found = (await visit.ask("peer_links", after=visit.query("after") or None, filter=narrowed or None))["peerLinks"]
    data = {
        "items": found["nodes"], "more": found["pageInfo"], "sought": sought, "chosen": chosen,
        "statuses": named([(one, words.say(f"status.link.{one}")) for one in STATUSES["link"]], chosen["status"]),
        "areas": options(words, "functional_areas", chosen["area"], visit.actor),
        "parties": named(by_name(words, known), chosen["party"]),
    }  # fmt: skip
    return View("title.links", data)


PAGE = Page("links", "/links", "links", ("peer_links",), show)
