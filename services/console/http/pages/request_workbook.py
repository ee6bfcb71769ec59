"""A request as a workbook, as far as its reader sees it (WM 8, 17)."""

from services.console.http.page import Page, Shown
from services.console.http.visit import Visit
from services.console.http.workbooks import of_request
from shared.modalities.errors import NotFound
from shared.runtime.identifiers import parsed


async def show(visit: Visit) -> Shown:
    """The file, in the reader's language. Raises NotFound, also for what the person may not know of."""
    found = parsed(visit.place("request_id"))
    if found is None:
        raise NotFound("not_found", "There is no such request")
    return await visit.file(of_request(str(found)))


PAGE = Page("request_workbook", "/requests/{request_id}/workbook", "", (), show, example={"request_id": "request"},
            file=True)  # fmt: skip
