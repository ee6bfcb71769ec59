"""An officer's decision on a request, with its reason (WM 15, 16): a person's own, on the version that was read."""

from dataclasses import replace
from typing import Any

from services.console.http.deciding import FIRST, for_officers, lacking, new_key, outcome, there_is
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.modalities.paragraphs import P16

TITLE = "title.decision"


async def _item(visit: Visit) -> dict[str, Any]:
    return await for_officers(visit, "Officers alone decide", P16)


async def show(visit: Visit) -> Shown:
    """The form; nothing is chosen beforehand."""
    item = await _item(visit)
    beside = await there_is(visit, item)
    return View(TITLE, {**FIRST, **beside, "item": item, "reason": "", "in_line": "", "send_key": new_key()})


async def take(visit: Visit) -> Shown:
    """Decides. What was decided on an older version is not carried over: the officer reads the new one first."""
    visit.freshly()
    item, said, reason = await _item(visit), visit.field("in_line"), visit.field("reason")
    if said not in {"yes", "no"}:
        data = {**FIRST, **await there_is(visit, item), "faults": lacking(visit.words, ["in_line"]), "item": item}
        data |= {"reason": reason, "in_line": "", "send_key": visit.send_key()}
        return View(TITLE, data, 422, faulty=True)
    done = await visit.command(
        "decide_request", id=item["itemId"], inLine=said == "yes", reason=reason, version=visit.number("version"),
        key=visit.send_key(),
    )  # fmt: skip
    shown = await outcome(visit, done, TITLE, f"/requests/{item['itemId']}", item, {"reason": reason, "in_line": said})
    if not isinstance(shown, View):
        return shown
    again = {"reason": "", "in_line": ""} if shown.data["stale"] else {}
    return replace(shown, data={**shown.data, **again, **await there_is(visit, item)})


PAGE = Page("decision", "/requests/{request_id}/decision", "decision", ("request", "support_beside", "decide_request"), show, take,
            example={"request_id": "request"})  # fmt: skip
