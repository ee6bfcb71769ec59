"""Where the person's party is reached, in which language, and what each address hears when (WM 6)."""

from services.console.http.mailboxes import ALL, mailboxes
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """The main one first."""
    return View("title.mailboxes", {"mailboxes": await mailboxes(visit)})


PAGE = Page("mailboxes", ALL, "mailboxes", ("mailboxes",), show)
