"""The engagements that the person may read, with what of each waits for them (WM 11)."""

from services.console.http.page import Page, Shown, View
from services.console.http.steps import steps_of
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """Newest first, twenty-five at a time."""
    asked = {"after": visit.query("after") or None, "language": visit.words.language}
    found = (await visit.ask("engagements", **asked))["engagements"]
    items = [one | {"mine": [step for step in steps_of(one, visit.actor.party) if step.mine]} for one in found["nodes"]]
    return View("title.engagements", {"items": items, "more": found["pageInfo"]})


PAGE = Page("engagements", "/engagements", "engagements", ("engagements",), show)
