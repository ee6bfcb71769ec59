"""Whether what is read here is of now: for everybody, so that who misses something knows where to look first (WM 3, 6)."""

from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """Each region with the moment up to which everything of it is here; one that is behind stands first."""
    regions = (await visit.ask("status"))["regions"]
    behind = [one for one in regions if one["state"] != "FRESH"]
    data = {"regions": sorted(regions, key=lambda one: one["state"] == "FRESH"), "behind": behind}
    return View("title.status", data | {"now": visit.desk.clock.now().isoformat()})


PAGE = Page("status", "/status", "status", ("status",), show, public=True)
