"""What was typed before a session ended, or while somebody was away: the person sends it, or throws it away."""

from services.console.http.kept_form import said
from services.console.http.page import Moved, Page, Shown, View
from services.console.http.register import page_at
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """Each kept form as it was typed; of one that sends a file, that is chosen again."""
    assert visit.session is not None
    forms = await visit.desk.parked.of(visit.session.handle_hash)
    read = [(one, page_at(one.path), list(said(one.fields, visit.words))) for one in forms]
    return View("title.parked", {"forms": read})


async def take(visit: Visit) -> Shown:
    """Throws one away."""
    assert visit.session is not None
    await visit.desk.parked.drop(visit.field("parked"), visit.session.handle_hash)
    return Moved("/parked")


PAGE = Page("parked", "/parked", "parked", (), show, take)
