"""One call for action: what is asked and until when, one's own word and reports, those of who lets others read them, what came (WM 5)."""

from services.console.http.calls_for_action import find, mine
from services.console.http.offered import offered
from services.console.http.page import Page, Shown, View
from services.console.http.steps import steps_of
from services.console.http.visit import Visit
from shared.modalities.steps.pages import address_of


async def show(visit: Visit) -> Shown:
    """As its reader may see it, worded in the reader's language where it is."""
    case = await find(visit)
    content = case.state["content"]
    about, language = content.get("about"), visit.words.language
    worded = next((one for one in content["wordings"] if one["language"] == language), content["wordings"][0])
    data = {
        "item": case.item, "state": case.state, "content": content, "worded": worded, "written": case.item["follows"],
        "mine": mine(case), "steps": steps_of(case.item, visit.actor.party), "acts": offered("call_for_action", case),
        "about": address_of(about["kind"], about["item_id"]) if about else None,
    }  # fmt: skip
    return View(worded["title"], data)


PAGE = Page(
    "call_for_action", "/calls-for-action/{call_for_action_id}", "call_for_action", ("item",), show,
    example={"call_for_action_id": "call_for_action"},
)  # fmt: skip
