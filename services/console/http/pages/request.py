"""One request: what is next and who does it, what was found, what it says, its versions and its history (WM 8, 13, 15)."""

from typing import Any

from services.console.http.acting import Case
from services.console.http.named import REQUEST
from services.console.http.offered import offered
from services.console.http.page import Page, Shown, View
from services.console.http.shown_items import in_order
from services.console.http.steps import steps_of
from services.console.http.visit import Visit
from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.errors import Retryable


async def show(visit: Visit) -> Shown:
    """As its State or the officers see it; whoever may not read it is told that there is none."""
    item = await visit.item("request", visit.place("request_id"), "request")
    state = item["state"]
    own = visit.actor.party in (state.get("content", {}).get("requesting_states") or ())
    content = in_order(state.get("content") or {}, RequestContent)
    data = {"item": item, "state": state, "content": content, "steps": steps_of(item, visit.actor.party),
            "own": own, "leads": REQUEST.leads(visit.actor, state), "acts": offered("request", Case(visit, item)), "written": item["follows"], "threads": await _threads(visit, item["itemId"])}  # fmt: skip
    return View(item["title"] or item["reference"] or "title.request", data)


async def _threads(visit: Visit, request_id: str) -> list[dict[str, Any]] | None:
    """Those that the reader may read, with what of each is unread; None while their owner is away: the request is shown."""
    try:
        found: list[dict[str, Any]] = (await visit.ask("threads", about=request_id)).get("thread", [])
    except Retryable:
        return None
    return found


PAGE = Page(
    "request", "/requests/{request_id}", "request", ("request", "threads"), show, example={"request_id": "request"}
)
