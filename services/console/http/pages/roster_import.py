"""One roster that is taken in: how far it is, and what came of each of its rows (WM 7)."""

from typing import get_args

from services.console.http.imports import ALL
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.contracts.shapes.imported import RowOutcome

OUTCOMES: tuple[str, ...] = get_args(RowOutcome)


async def show(visit: Visit) -> Shown:
    """Fifty rows of its report at a time, all of them or those of which one thing came."""
    outcome = visit.query("outcome") if visit.query("outcome") in OUTCOMES else None
    after = visit.query("after")
    after = after if after.isascii() and after.isdigit() and len(after) < 10 else ""
    found = await visit.ask("roster_import", id=visit.place("import_id"), outcome=outcome, after=after or None)
    made, report = found["rosterImport"], found["rosterImportReport"]
    counts = [(one, made["counts"][one]) for one in OUTCOMES]
    ended = made["status"] not in {"waiting", "running"}
    data = {"made": made, "report": report, "outcome": outcome, "counts": counts, "ended": ended, "now": visit.desk.clock.now().isoformat(),
            "nothing_new": made["status"] == "done" and made["rows"] and made["counts"]["unchanged"] == made["rows"]}  # fmt: skip
    return View(made["source"], data)


PAGE = Page(
    "roster_import", ALL + "/{import_id}", "roster_import", ("roster_import",), show, example={"import_id": "import"}
)
