"""Pages that begin a draft: what is needed first, then one button."""

from services.console.forms.kinds import FormKind
from services.console.http.page import Begins, Moved, Page, Shown, View
from services.console.http.visit import Visit
from shared.modalities.errors import NotPermitted


def beginning(kind: FormKind, path: str, *on: str) -> Page:
    """The page that begins a draft of a kind; ``on``: addresses of the pages that offer it."""

    async def show(visit: Visit) -> Shown:
        return View(
            f"title.new_{kind.name}",
            {
                "kind": kind,
                "may": kind.may(visit.actor),
                "answers": visit.query("for"),
                "raised": visit.query("meeting"),
            },
        )

    async def take(visit: Visit) -> Shown:
        if not kind.may(visit.actor):
            raise NotPermitted("not_permitted", "Your role may not begin this")
        content = kind.begun(visit.words.language)
        answers = visit.field("for")
        content |= {"in_response_to": answers} if answers and kind.name == "offer" else {}
        raised = visit.field("meeting")
        content |= {"raised_at_meeting": raised} if raised else {}
        draft = await visit.desk.drafts.begin(visit.cause, kind.name, content)
        return Moved(f"/drafts/{draft.draft_id}/{kind.sections[0].name}")

    begins = Begins(on, f"title.new_{kind.name}", lambda visit: kind.may(visit.actor))
    return Page(f"new_{kind.name}", path, "begin", (), show, take, begins=begins)
