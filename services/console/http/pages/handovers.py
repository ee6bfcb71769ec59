"""Countries that move from this deployment to another, and how far each is: for officers (WM 6)."""

from services.console.http.handovers import ALL, handovers, may
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.modalities.access.actions import CALL_BACK_HANDOVER


async def show(visit: Visit) -> Shown:
    """The last one that was ordered first."""
    found = await handovers(visit)
    return View("title.handovers", {"handovers": found, "calls_back": may(visit, CALL_BACK_HANDOVER)})


PAGE = Page("handovers", ALL, "handovers", ("handovers",), show)
