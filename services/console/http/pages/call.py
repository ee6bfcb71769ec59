"""One call for offers: what is asked until when, and what came of it, as far as its reader may know (WM 17)."""

from services.console.http.calls import find, may_answer, reads_request
from services.console.http.offered import offered
from services.console.http.page import Page, Shown, View
from services.console.http.threads import threads_about
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """As its reader may see it."""
    case = await find(visit)
    # A call of before there were answers knows of nobody but whom it is shown to.
    asked = case.state["asked"] or [{"party": one, "reach": "to_be_reached"} for one in case.state["approached"]]
    data = {
        "item": case.item, "state": case.state, "asked": asked, "answers": may_answer(case), "reads_request": reads_request(case), "written": case.item["follows"],
        "about": case.state["shown"].get("title"), "acts": offered("solicitation", case),
        "threads": await threads_about(visit, case.item["itemId"]),
    }  # fmt: skip
    return View("title.call", data)


PAGE = Page(
    "call", "/calls/{solicitation_id}", "call", ("item", "threads"), show, example={"solicitation_id": "solicitation"}
)
