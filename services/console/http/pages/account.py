"""Who I am here, and the way out."""

from services.console.http.mailboxes import keeps
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """Name, role, party, since when."""
    assert visit.session is not None
    return View(
        "title.account", {"session": visit.session, "since": visit.session.auth_time.isoformat(), "keeps": keeps(visit)}
    )


PAGE = Page("account", "/account", "account", (), show)
