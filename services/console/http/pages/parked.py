"""What was typed before a session ended, or while somebody was away: the person sends it, or throws it away."""

from services.console.http.page import Moved, Page, Shown, View
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """Each kept form as it was typed."""
    assert visit.session is not None
    return View("title.parked", {"forms": await visit.desk.parked.of(visit.session.handle_hash)})


async def take(visit: Visit) -> Shown:
    """Throws one away."""
    assert visit.session is not None
    await visit.desk.parked.drop(visit.field("parked"), visit.session.handle_hash)
    return Moved("/parked")


PAGE = Page("parked", "/parked", "parked", (), show, take)
