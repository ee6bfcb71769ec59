"""One row of a roster: what it says, what is wrong in it, what happened to it, and what its reader may do (WM 7, 18)."""

from services.console.forms.of_imports import CORRECTION
from services.console.forms.questions import shown
from services.console.http.imports import ROWS, find
from services.console.http.offered import offered
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """All of it for whose roster it is; the offer alone for whom it names."""
    case = await find(visit)
    row = case.state
    faults = [one | {"said": one["message"]} for one in row["faults"] or ()]
    data = {"item": case.item, "row": row, "row_faults": faults, "acts": offered("imported_row", case),
            "parts": shown(CORRECTION[1:], row["body"])}  # fmt: skip
    return View(row["body"].get("title") or "title.imported_row", data)


PAGE = Page("imported_row", ROWS + "/{entry_id}", "imported_row", ("imported_row",), show, example={"entry_id": "row"})
