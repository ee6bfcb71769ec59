"""The figures of an edition of a report as JSON (WM 21)."""

from services.console.http.page import Page, Shown
from services.console.http.report_file import report_file
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """As the gateway gives it to the reader."""
    return await report_file(visit, "json")


PAGE = Page(
    "edition_json",
    "/reports/{edition_id}/figures.json",
    "",
    (),
    show,
    public=True,
    file=True,
    example={"edition_id": "edition"},
)
