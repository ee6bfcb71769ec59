"""One endpoint of the person's party: what it hears of, how it does, and the calls that wait or were given up (WM 3)."""

from services.console.http.endpoints import EXAMPLE, PATH, find, keeps
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """Officers read those of their region too, and change their own alone."""
    case = await find(visit)
    return View("title.endpoint", {"item": case.item, "one": case.state, "may": keeps(visit, case.state["party"])})


PAGE = Page("endpoint", PATH, "endpoint", ("endpoints",), show, example=EXAMPLE)
