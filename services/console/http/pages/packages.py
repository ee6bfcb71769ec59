"""The packages of support of one's own party; with a request, from which of them to offer in answer to it (WM 17, 18)."""

from services.console.http.packages import WHO, prepares
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P18


async def show(visit: Visit) -> Shown:
    """The last prepared first, twenty-five at a time; for an answer those alone from which offers are made."""
    if not prepares(visit):
        raise NotPermitted("not_permitted", WHO, P18)
    answers = visit.query("for")[:64]
    asked = {"status": ["prepared"]} if answers else None
    found = (await visit.ask("packages", after=visit.query("after") or None, filter=asked))["supportPackages"]
    return View("title.packages", {"items": found["nodes"], "more": found["pageInfo"], "answers": answers})


PAGE = Page("packages", "/packages", "packages", ("packages",), show)
