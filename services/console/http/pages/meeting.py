"""One meeting: when and where, what about, who comes, what came of it (WM 4, 5)."""

from services.console.forms.kinds import OFFER, REQUEST
from services.console.http.meetings import find, invitation_of, is_invited
from services.console.http.offered import offered
from services.console.http.page import Page, Shown, View
from services.console.http.steps import steps_of
from services.console.http.threads import threads_about
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """As its reader may see it."""
    case = await find(visit)
    data = {
        "item": case.item, "state": case.state, "content": case.state["content"], "written": case.item["follows"],
        "steps": steps_of(case.item, visit.actor.party), "asked": invitation_of(case.state, case.party), "acts": offered("meeting", case),
        "raises": [kind.name for kind in (REQUEST, OFFER) if is_invited(case) and kind.may(visit.actor)],
        "threads": await threads_about(visit, case.item["itemId"]),
    }  # fmt: skip
    return View(case.item["title"] or case.item["reference"] or "title.meeting", data)


PAGE = Page(
    "meeting", "/meetings/{meeting_id}", "meeting", ("item", "threads"), show, example={"meeting_id": "meeting"}
)
