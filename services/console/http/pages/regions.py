"""How this deployment does, for who runs it and who reads its figures: regions heard, gaps, comparisons with owners (WM 6)."""

from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P6

MOST_STREAMS = 60
"""Lines of the table of streams: a page stays light with many regions."""


async def show(visit: Visit) -> Shown:
    """What is open stands first; an error is shown as its service said it, in English."""
    if not visit.is_officer:
        raise NotPermitted("not_permitted", "Officers alone see how a deployment does", P6)
    found = await visit.ask("regions")
    latest: dict[tuple[str, str, str], dict[str, object]] = {}
    for one in found["comparisons"]:
        latest.setdefault((one["region"], one["service"], one["kind"]), one)
    # The stream of which nothing came for the longest stands first.
    streams = sorted(found["freshness"], key=lambda one: one["lastEventAt"])[:MOST_STREAMS]
    data = {"regions": found["regions"], "streams": streams, "gaps": found["gaps"], "comparisons": list(latest.values()),
            "now": visit.desk.clock.now().isoformat()}  # fmt: skip
    return View("title.regions", data)


PAGE = Page("regions", "/regions", "regions", ("regions",), show)
