"""Reports of the mechanism: published ones for everybody, those in preparation for officers (WM 21)."""

from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """Twenty at a time, the last begun first."""
    found = (await visit.ask("reports", after=visit.query("after") or None))["reports"]
    return View("title.editions", {"items": found["nodes"], "more": found["pageInfo"]})


PAGE = Page("editions", "/reports", "editions", ("reports",), show, public=True)
