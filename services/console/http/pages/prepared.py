"""One draft of a request at its owner: what is missing, who has a hand in it, what was said, who signed (WM 3, 8, 15.v)."""

from services.console.forms.kinds import REQUEST
from services.console.forms.questions import shown
from services.console.http.at_owner import read
from services.console.http.drafting import coming_there, faults_there, finding
from services.console.http.offered import offered
from services.console.http.page import Moved, Page, Shown, View
from services.console.http.preparing import case_of, comments_of, find, is_live, lacks, may
from services.console.http.sheets import sheet_of
from services.console.http.visit import Visit
from shared.modalities.access.actions import COMMENT_DRAFT, EDIT_DRAFT
from shared.modalities.errors import Conflict, NotPermitted
from shared.modalities.paragraphs import P8


async def show(visit: Visit) -> Shown:
    """As its reader may see it."""
    case = case_of(visit, await read(visit, visit.place("draft_id"), "prepared_checked"))
    draft = case.state
    check = draft["check"]
    sections = [(one, shown(one.parts, draft["content"]), comments_of(case, (part.name for part in one.parts)))
                for one in REQUEST.sections]  # fmt: skip
    asked = {part.name for section in REQUEST.sections for part in section.parts}
    elsewhere = {one["place"].removeprefix("/").partition("/")[0] for one in draft["comments"]} - asked
    data = {
        "item": case.item, "draft": draft, "sections": sections, "acts": offered("draft", case), "live": is_live(case),
        "edits": is_live(case) and may(case, EDIT_DRAFT), "findings": [finding(one) for one in check["findings"]],
        "coming": coming_there(check["coming"]),
        "faults": faults_there(visit, check["faults"], draft["content"], REQUEST), "kind": REQUEST, "lacks": lacks(draft, len(check["faults"])), "comments": comments_of(case, elsewhere),
        "comments_here": is_live(case) and may(case, COMMENT_DRAFT),
    }  # fmt: skip
    return View(draft["title"] or "title.draft_request", data)


async def take(visit: Visit) -> Shown:
    """Opens the form on it: the party's own sheet, which was begun here or is made of the text as it stands."""
    case = await find(visit)
    if not may(case, EDIT_DRAFT):
        raise NotPermitted("not_permitted", "Those alone who were invited to edit it", P8)
    if not is_live(case):
        raise Conflict(f"draft_{case.state['status']}", "The draft is over", P8)
    row = await sheet_of(visit, case.state)
    return Moved(f"/drafts/{row.draft_id}")


PAGE = Page("prepared", "/preparing/{draft_id}", "prepared", ("prepared", "prepared_checked"), show, take,
            example={"draft_id": "prepared"})  # fmt: skip
