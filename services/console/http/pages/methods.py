"""Methods of assessing capacity: what is looked at, by functional area; for everybody (WM 14)."""

from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.contracts.assessment_methods import methods_on


async def show(visit: Visit) -> Shown:
    """Those in force today, in the reader's language."""
    return View("title.methods", {"methods": methods_on(visit.desk.clock.now().date())})


PAGE = Page("methods", "/methods", "methods", (), show, public=True)
