"""What everybody may read without an account: how engagements that ended are judged, where all their parties agreed (WM 15.vii)."""

from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit


async def show(visit: Visit) -> Shown:
    """Newest first, twenty-five at a time; the same for everybody."""
    found = (await visit.ask("published", after=visit.query("after") or None))["publishedEngagements"]
    return View("title.published", {"items": found["engagements"], "more": found["pageInfo"]})


PAGE = Page("published", "/published", "published", ("published",), show, public=True)
