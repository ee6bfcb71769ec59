"""One thematic project: what it is about, its champions, the offers that are tied to it (WM 2, 3, 18)."""

from services.console.http.offered import offered
from services.console.http.page import Page, Shown, View
from services.console.http.projects import find, may
from services.console.http.steps import steps_of
from services.console.http.visit import Visit
from shared.modalities.access.actions import READ_PROJECT_WHOLE


async def show(visit: Visit) -> Shown:
    """As its reader may see it; the wording in their own language first."""
    case = await find(visit)
    state, tongue = case.state, visit.words.language
    own = {one["offer_id"] for one in state["offers"] if one["party"] == case.party}
    data = {
        "item": case.item, "state": state, "written": case.item["follows"], "acts": offered("project", case),
        "wordings": sorted(state["content"]["wordings"], key=lambda one: one["language"] != tongue),
        "steps": steps_of(case.item, visit.actor.party), "own": own if state["status"] == "open" else set(),
        "whole": may(case, READ_PROJECT_WHOLE),
    }  # fmt: skip
    wordings = data["wordings"]
    return View(
        (wordings[0]["title"] if wordings else case.item["title"]) or case.item["reference"] or "title.project", data
    )


PAGE = Page("project", "/projects/{project_id}", "project", ("project",), show, example={"project_id": "project"})
