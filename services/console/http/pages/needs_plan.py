"""A plan over all open needs: what it reaches, line by line what could be given, and what officers did with it (WM 6, 11)."""

from services.console.http.deciding import own_fault
from services.console.http.needs_plans import AT_ONCE, ONE, find
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.modalities.errors import Fault

UNDER_WAY = ("waiting", "running")


async def show(visit: Visit) -> Shown:
    """A page of its lines; while it is made, what is known of it."""
    asked = visit.query("after")
    after = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0
    case = await find(visit, after, AT_ONCE)
    plan = case.state
    decided = {(one["requestId"], one["lineId"], one["offerId"]): one for one in plan["decisions"]}
    references = {(one["requestId"], one["lineId"]): one["reference"] for one in plan["lines"]}
    failed = [own_fault(visit.words, Fault("", one["message"], one["code"]), "") for one in plan["faults"]]
    data = {"plan": plan, "decided": decided, "references": references, "usable": plan["status"] in ("made", "kept"),
            "under_way": plan["status"] in UNDER_WAY, "failed": failed}  # fmt: skip
    return View("title.needs_plan", data)


PAGE = Page("needs_plan", ONE, "needs_plan", ("needs_plan",), show, example={"plan_id": "needs_plan"})
