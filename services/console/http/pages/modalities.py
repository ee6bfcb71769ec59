"""The working modalities: every paragraph with an anchor, which criteria and refusals lead to; for everybody."""

from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from services.console.wording.modalities import parts


async def show(_: Visit) -> Shown:
    """The document's own words, in the language it was agreed in."""
    return View("title.modalities", {"parts": parts()})


PAGE = Page("modalities", "/modalities", "modalities", (), show, public=True)
