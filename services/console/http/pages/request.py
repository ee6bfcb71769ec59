"""One request: what is next and who does it, what was found, what it says, its versions and its history (WM 8, 13, 15)."""

from services.console.http.acting import Case
from services.console.http.asked import decides, ways_of
from services.console.http.offered import offered
from services.console.http.page import Page, Shown, View
from services.console.http.shown_items import in_order
from services.console.http.steps import steps_of
from services.console.http.threads import threads_about
from services.console.http.visit import Visit
from shared.contracts.shapes.support_request import RequestContent


async def show(visit: Visit) -> Shown:
    """As its State or the officers see it; whoever may not read it is told that there is none."""
    item = await visit.item("request", visit.place("request_id"), "request")
    state = item["state"]
    own = visit.actor.party in (state.get("content", {}).get("requesting_states") or ())
    content = in_order(state.get("content") or {}, RequestContent)
    case = Case(visit, item)
    data = {"item": item, "state": state, "content": content, "steps": steps_of(item, visit.actor.party),
            "own": own, "ways": ways_of(case), "decides": decides(case), "acts": offered("request", case), "written": item["follows"], "threads": await threads_about(visit, item["itemId"])}  # fmt: skip
    return View(item["title"] or item["reference"] or "title.request", data)


PAGE = Page(
    "request", "/requests/{request_id}", "request", ("request", "threads"), show, example={"request_id": "request"}
)
