"""An empty roster in CSV, for whoever keeps none in a file yet (WM 7)."""

from services.console.http.imports import ALL, AT_OWNER
from services.console.http.page import Page, Shown
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """The file, in the reader's language."""
    return await visit.file(f"{AT_OWNER}/template.csv")


PAGE = Page("import_template_csv", f"{ALL}/template.csv", "", (), show, file=True)
