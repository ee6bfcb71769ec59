"""Where somebody is who is not signed in: one link, and whom to ask without an account."""

from services.console.http.page import Moved, Page, Shown, View
from services.console.http.register import is_ours
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """Who is signed in already goes where the link points."""
    to = visit.query("to") or "/"
    to = to if is_ours(to) else "/"
    if visit.session is not None:
        return Moved(to)
    return View("title.sign_in", {"to": to, "kept": visit.query("kept") == "1", "failed": visit.query("failed") == "1"})


PAGE = Page("sign_in", "/sign-in", "sign_in", (), show, public=True)
