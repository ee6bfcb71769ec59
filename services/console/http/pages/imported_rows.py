"""Rows of rosters by how they stand: those in quarantine, those that are proposed (WM 7, 18)."""

from typing import get_args

from services.console.http.imports import ROWS, check
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.contracts.shapes.imported import RowStanding

STANDINGS: tuple[str, ...] = get_args(RowStanding)


async def show(visit: Visit) -> Shown:
    """Fifty at a time, in the order in which they were first taken."""
    check(visit)
    status = visit.query("status") if visit.query("status") in STANDINGS else None
    found = (await visit.ask("imported_rows", status=status, roster=None, after=visit.query("after") or None))[
        "importedRows"
    ]
    return View(
        "title.imported_rows",
        {"rows": found["nodes"], "after": found["after"], "status": status, "standings": STANDINGS},
    )


PAGE = Page("imported_rows", ROWS, "imported_rows", ("imported_rows",), show)
