"""Who does what in a country, of what the parties of each thing made public: the same for everybody, without an account too (WM 1)."""

from services.console.http.options import by_name, named
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.contracts.reference.states import states


async def show(visit: Visit) -> Shown:
    """Of the country that the address names; without one, or with one that there is not, the question alone."""
    known = [f"iso3166:{code}" for code in states()]
    country = visit.query("country")
    country = country if country in known else ""
    found = (await visit.ask("who_does_what", country=country))["whoDoesWhat"] if country else None
    return View(
        "title.directory",
        {"country": country, "countries": named(by_name(visit.words, known), country), "found": found},
    )


PAGE = Page("directory", "/who-does-what", "directory", ("who_does_what",), show, public=True)
