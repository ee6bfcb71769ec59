"""The world in figures: what is asked for, committed and open, and how fresh each region is (WM 6, 16)."""

from services.console.drawing.bars import PARTS, WIDE, bars
from services.console.http.lists import CALLED
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P6

COUNTED = {kind: title for kind, title in CALLED.items() if kind != "solicitation"}
"""Kinds of things whose statuses are counted, and what they are called."""


async def show(visit: Visit) -> Shown:
    """Over the regions that this deployment knows of; figures of one that is not heard are of then, and that is said."""
    if not visit.is_officer:
        raise NotPermitted("not_permitted", "Officers alone read all figures", P6)
    found = (await visit.ask("world"))["world"]
    words = visit.words
    need = sorted(found["need"], key=lambda one: (words.choice("functional_areas", one["functionalArea"]), one["unit"]))
    known = [
        one
        for one in found["statuses"]
        if one["kind"] in COUNTED and words.has(f"status.{one['kind']}.{one['status']}")
    ]
    statuses = sorted(known, key=lambda one: (one["kind"], one["status"]))
    data = {"bars": bars(need), "wide": WIDE, "parts": PARTS, "regions": [*found["regions"], *found["leftOut"]],
            "statuses": statuses, "called": COUNTED, "feedback": found["firstFeedback"],
            "now": visit.desk.clock.now().isoformat()}  # fmt: skip
    return View("title.world", data)


PAGE = Page("world", "/world", "world", ("world",), show)
