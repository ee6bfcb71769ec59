"""The file of a case, to be kept: all that one may read of its threads, with documents (WM 8)."""

from uuid import UUID

from services.console.http.page import Page, Shown
from services.console.http.visit import Visit
from shared.modalities.errors import NotFound


async def show(visit: Visit) -> Shown:
    """The archive, passed on as it comes. Raises NotFound, also for who reads no thread of it."""
    try:
        about = UUID(visit.place("about"))
    except ValueError:
        raise NotFound("not_found", "There is no such case") from None
    return await visit.passed_back(f"/case-files/{about}")


PAGE = Page("case_file", "/case-files/{about}", "", (), show, file=True, example={"about": "request"})
