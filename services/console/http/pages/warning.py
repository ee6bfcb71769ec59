"""One warning: what was counted, by which rule it stands out, and what officers said of it (WM 12)."""

from services.console.http.offered import offered
from services.console.http.page import Page, Shown, View
from services.console.http.steps import steps_of
from services.console.http.visit import Visit
from services.console.http.warnings import find
from shared.contracts.shapes.warning import WAITING


async def show(visit: Visit) -> Shown:
    """For officers alone."""
    case = await find(visit)
    data = {
        "item": case.item, "state": case.state, "written": case.item["follows"], "acts": offered("warning", case),
        "steps": steps_of(case.item, visit.actor.party), "waits": case.state["status"] in WAITING,
    }  # fmt: skip
    return View("title.warning", data)


PAGE = Page("warning", "/warnings/{warning_id}", "warning", ("warning",), show, example={"warning_id": "warning"})
