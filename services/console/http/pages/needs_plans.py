"""Plans over all open needs, the newest first, and the way to a new one: for officers (WM 6, 11)."""

from services.console.http.needs_plans import ALL, officers
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """What stands at the owner now."""
    officers(visit)
    found = (await visit.ask("needs_plans", after=visit.query("after") or None))["needsPlans"]
    return View("title.needs_plans", {"plans": found["nodes"], "after": found["after"]})


PAGE = Page("needs_plans", ALL, "needs_plans", ("needs_plans",), show)
