"""A draft at its owner as a workbook, to be filled in without a connection (WM 8)."""

from services.console.http.page import Page, Shown
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """The file, as far as its reader sees the draft."""
    return await visit.file(f"/drafts/{visit.place('draft_id')}/workbook")


PAGE = Page(
    "prepared_workbook", "/preparing/{draft_id}/workbook", "", (), show, example={"draft_id": "prepared"}, file=True
)
