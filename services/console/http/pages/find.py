"""Finds what the person may read by its words or reference, in any of the six languages (WM 6, 7)."""

from typing import Any

from services.console.http.lists import CALLED, MOST
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.modalities.steps.pages import address_of

FIRST = 10
"""Of each kind."""


async def show(visit: Visit) -> Shown:
    """The newest of each kind; how many there are beside them is said."""
    sought = visit.query("q").strip()[:MOST]
    found: dict[str, Any] = await visit.ask("find", filter={"search": sought}, first=FIRST) if sought else {}
    groups = [
        {"kind": kind, "items": [one | {"to": address_of(kind, one["itemId"])} for one in found[kind]["nodes"]],
         "all": found[kind]["totalCount"]}
        for kind in CALLED if found and found[kind]["nodes"]
    ]  # fmt: skip
    return View("title.find", {"sought": sought, "groups": groups, "called": CALLED})


PAGE = Page("find", "/find", "find", ("find",), show)
