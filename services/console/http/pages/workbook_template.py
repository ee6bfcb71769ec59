"""An empty request as a workbook, for whoever fills it in without a connection (WM 8)."""

from services.console.http.page import Page, Shown
from services.console.http.visit import Visit
from services.console.http.workbooks import TEMPLATE


async def show(visit: Visit) -> Shown:
    """The file, in the reader's language."""
    return await visit.file(TEMPLATE)


PAGE = Page("workbook_template", "/requests/workbook", "", (), show, file=True)
