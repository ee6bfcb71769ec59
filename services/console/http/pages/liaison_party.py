"""What the Secretariat has to do with one party: contacts, what is owed after them, and where the party stands in other things (WM 6)."""

from services.console.http.liaisons import ABOUT, contacted, officers_only
from services.console.http.lists import CALLED
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.modalities.errors import NotFound
from shared.modalities.steps.pages import THINGS

KINDS = tuple(kind for kind in CALLED if kind in ABOUT and kind != "crisis")
"""Of things in which a party stands."""


async def show(visit: Visit) -> Shown:
    """Of the party that the address names. Raises NotFound."""
    officers_only(visit)
    party = visit.query("party")
    if party not in contacted():
        raise NotFound("not_found", "There is no such party")
    narrowed = {"party": party}
    found = await visit.ask("relationship", filter=narrowed, owed=narrowed | {"status": ["owed"]})
    groups = [(kind, CALLED[kind], found[kind]) for kind in KINDS if found[kind]["totalCount"]]
    last = max((one["state"]["content"]["held_on"] for one in found["liaison"]["nodes"]), default=None)
    data = {
        "party": party,
        "contacts": found["liaison"],
        "owed": found["owed"],
        "groups": groups,
        "last": last,
        "homes": THINGS,
    }
    return View(visit.words.party(party), data)


PAGE = Page("liaison_party", "/contacts/with", "liaison_party", ("relationship",), show)
