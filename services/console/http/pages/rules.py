"""Rule sets: from which day which criteria hold, with which measures, and what each set changed; for everybody (WM 21)."""

from services.console.http.page import Page, Shown, View
from services.console.http.rule_sets import compares
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """The last one first. Where no requests are received none is applied."""
    found = (await visit.ask("rule_sets"))["ruleSets"]
    now = next((n for n, one in enumerate(found) if one["holds"]), 0)
    held = [one | {"when": "held" if n < now else "holds" if n == now else "comes"} for n, one in enumerate(found)]
    return View("title.rules", {"sets": held[::-1], "compares": compares(visit)})


PAGE = Page("rules", "/rules", "rules", ("rule_sets",), show, public=True)
