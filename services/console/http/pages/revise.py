"""A new version of a request is begun as a draft of the present one (WM 8)."""

from services.console.forms.support_request import begun_again
from services.console.http.page import Moved, Page, Shown, View
from services.console.http.visit import Visit
from shared.modalities.access.actor import Role
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P8


async def show(visit: Visit) -> Shown:
    """Asks first: a page that is looked at changes nothing."""
    item = await visit.item("versions", visit.place("request_id"), "request")
    return View("title.revise", {"item": item})


async def take(visit: Visit) -> Shown:
    """Begins the draft, on the version that was read."""
    item = await visit.item("versions", visit.place("request_id"), "request")
    if visit.actor.role is not Role.STATE_AUTHORITY:
        raise NotPermitted("not_permitted", "The competent authority alone revises", P8)
    content = begun_again(item["state"])
    draft = await visit.desk.drafts.begin(visit.cause, "request", content, item["itemId"], item["version"])
    return Moved(f"/drafts/{draft.draft_id}")


PAGE = Page(
    "revise", "/requests/{request_id}/revise", "revise", ("versions",), show, take, example={"request_id": "request"}
)
