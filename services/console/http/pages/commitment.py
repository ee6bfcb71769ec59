"""One own commitment, as its party words it, and how far it is (WM 13)."""

from services.console.http.commitments import ON
from services.console.http.offered import offered
from services.console.http.page import Page, Shown, View
from services.console.http.shown_items import in_order
from services.console.http.steps import steps_of
from services.console.http.visit import Visit
from shared.contracts.shapes.own_commitment import OwnCommitmentContent


async def show(visit: Visit) -> Shown:
    """Shown to all: it is a pledge."""
    case = await ON.find(visit)
    item = case.item
    content = in_order(item["state"].get("content") or {}, OwnCommitmentContent)
    data = {
        "item": item, "state": item["state"], "content": content, "written": item["follows"],
        "acts": offered("commitment", case), "steps": steps_of(item, visit.actor.party),
    }  # fmt: skip
    return View(item["title"] or "title.commitments", data)


PAGE = Page("commitment", "/commitments/{commitment_id}", "commitment", ("item",), show,
            example={"commitment_id": "commitment"})  # fmt: skip
