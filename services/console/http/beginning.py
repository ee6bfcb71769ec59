"""Pages that begin a draft: what is needed first, then one button."""

from services.console.forms.kinds import Kind
from services.console.http.page import Moved, Page, Shown, View
from services.console.http.visit import Visit
from shared.modalities.errors import NotPermitted


def beginning(kind: Kind, path: str) -> Page:
    """The page that begins a draft of a kind."""

    async def show(visit: Visit) -> Shown:
        may = visit.actor.role in kind.roles
        return View(f"title.new_{kind.name}", {"kind": kind, "may": may, "answers": visit.query("for")})

    async def take(visit: Visit) -> Shown:
        if visit.actor.role not in kind.roles:
            raise NotPermitted("not_permitted", "Your role may not begin this")
        content = kind.begun(visit.words.language)
        answers = visit.field("for")
        content |= {"in_response_to": answers} if answers and kind.name == "offer" else {}
        draft = await visit.desk.drafts.begin(visit.cause, kind.name, content)
        return Moved(f"/drafts/{draft.draft_id}/{kind.sections[0].name}")

    return Page(f"new_{kind.name}", path, "begin", (), show, take)
