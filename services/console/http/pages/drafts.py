"""All drafts of my party."""

from services.console.http.page import Moved, Page, Shown, View
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """Those that were not sent, the latest first."""
    return View("title.drafts", {"drafts": await visit.desk.drafts.all(visit.cause)})


async def take(visit: Visit) -> Shown:
    """Throws one away."""
    await visit.desk.drafts.drop(visit.cause, visit.field("draft"))
    return Moved("/drafts")


PAGE = Page("drafts", "/drafts", "drafts", (), show, take)
