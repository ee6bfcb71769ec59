"""One good practice: what its country does, what shows that it works, whom one asks (WM 1, 4, 11)."""

from services.console.http.offered import offered
from services.console.http.page import Page, Shown, View
from services.console.http.practices import find
from services.console.http.steps import steps_of
from services.console.http.visit import Visit
from shared.modalities.steps.pages import address_of


async def show(visit: Visit) -> Shown:
    """As its reader may see it; the wording in their own language first."""
    case = await find(visit)
    content, tongue = case.state["content"], visit.words.language
    origin = content.get("origin")
    data = {
        "item": case.item, "state": case.state, "written": case.item["follows"],
        "content": content | {"wordings": sorted(content["wordings"], key=lambda one: one["language"] != tongue)},
        "steps": steps_of(case.item, visit.actor.party), "acts": offered("practice", case),
        "origin": address_of(origin["kind"], origin["item_id"]) if origin else None,
    }  # fmt: skip
    wordings = data["content"]["wordings"]
    return View(
        (wordings[0]["title"] if wordings else case.item["title"]) or case.item["reference"] or "title.practice", data
    )


PAGE = Page("practice", "/practices/{practice_id}", "practice", ("item",), show, example={"practice_id": "practice"})
