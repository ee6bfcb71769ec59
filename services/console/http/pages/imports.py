"""Existing rosters that were taken in, and rows of them that wait for somebody (WM 7)."""

from services.console.http.imports import ALL, check
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """The newest first; rows in quarantine and rows that are proposed stand above."""
    check(visit)
    found = await visit.ask("roster_imports", after=visit.query("after") or None)
    return View("title.imports", {"imports": found["rosterImports"]["nodes"], "after": found["rosterImports"]["after"],
                                  "waiting": {name: found[name] for name in ("proposed", "quarantined")}})  # fmt: skip


PAGE = Page("imports", ALL, "imports", ("roster_imports",), show)
