"""One draft: its sections, with what the rules would find beside them (WM 13, 15)."""

from services.console.http.at_owner import contested, joined, waiting
from services.console.http.drafting import checked, draft_of, progress
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """The task list."""
    draft, kind = await draft_of(visit)
    at = await joined(visit, draft)
    draft = at.row
    found = await checked(visit, draft, kind)
    data = {"draft": draft, "kind": kind, "sections": progress(draft, kind, found.faults), "found": found, "at": at,
            "waits": waiting(visit, at.row), "contested": contested(at.row)}  # fmt: skip
    return View(draft.content.get("title") or f"title.draft_{kind.name}", data)


PAGE = Page(
    "draft",
    "/drafts/{draft_id}",
    "draft",
    ("check_request", "prepared", "prepared_checked"),
    show,
    example={"draft_id": "draft"},
)
