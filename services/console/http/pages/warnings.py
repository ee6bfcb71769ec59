"""Signals of early warning that are kept, for officers, the last one first (WM 12)."""

from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from services.console.http.warnings import reads_warnings
from shared.modalities.errors import NotFound


async def show(visit: Visit) -> Shown:
    """Twenty at a time; for who is no officer there is no such page. Raises NotFound."""
    if not reads_warnings(visit):
        raise NotFound("not_found", "There is no such page")
    found = (await visit.ask("warnings", filter=None, after=visit.query("after") or None))["warnings"]
    return View("title.warnings", {"items": found["nodes"], "more": found["pageInfo"]})


PAGE = Page("warnings", "/warnings", "warnings", ("warnings",), show)
