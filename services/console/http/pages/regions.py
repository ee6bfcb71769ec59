"""How this deployment does, for who runs it and who reads its figures: regions heard, gaps, comparisons with owners (WM 6)."""

from services.console.http.lists import CALLED, cut
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P6

MOST_GAPS, MOST_STREAMS, MOST_COMPARISONS = 25, 60, 60
ASKED = 200
"""Lines of a list or a table: a page stays light with many regions."""

CALLED_HERE = CALLED | {"warning": "title.warnings", "thread": "title.thread",
                        "need": "title.needs_open", "delivery": "title.deliveries_sent"}  # fmt: skip
"""Kinds that are compared, as lists of them are called."""


async def show(visit: Visit) -> Shown:
    """What is open stands first; an error is shown as its service said it, in English."""
    if not visit.is_officer:
        raise NotPermitted("not_permitted", "Officers alone see how a deployment does", P6)
    found = await visit.ask("regions", gaps=MOST_GAPS + 1, comparisons=ASKED)
    gaps, more_gaps = cut(found["gaps"], MOST_GAPS)
    # What differs, or could not be compared, stands first.
    compared = sorted(found["comparisons"], key=lambda one: (one["error"] is None, int(one["differing"]) == 0))
    comparisons, more_comparisons = cut(compared, MOST_COMPARISONS)
    # The stream of which nothing came for the longest stands first.
    streams, more_streams = cut(sorted(found["freshness"], key=lambda one: one["lastEventAt"]), MOST_STREAMS)
    data = {"regions": found["regions"], "streams": streams, "gaps": gaps, "comparisons": comparisons,
            "called": CALLED_HERE, "more_gaps": more_gaps, "more_streams": more_streams, "more_comparisons": more_comparisons,
            "now": visit.desk.clock.now().isoformat()}  # fmt: skip
    return View("title.regions", data)


PAGE = Page("regions", "/regions", "regions", ("regions",), show)
