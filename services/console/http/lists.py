"""Pages that are lists of the gateway's items."""

from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit

MOST = 100
"""Characters that are looked for."""


def list_page(name: str, document: str, root: str, *, searched: bool = True) -> Page:
    """A page of a list, newest first, twenty-five at a time; with words to look for if the document takes them."""

    async def show(visit: Visit) -> Shown:
        sought = visit.query("q")[:MOST]
        variables = {"after": visit.query("after") or None}
        if searched:
            variables |= {"filter": {"search": sought} if sought else None}  # type: ignore[dict-item]
        found = (await visit.ask(document, **variables))[root]
        data = {
            "items": found["nodes"],
            "more": found["pageInfo"],
            "sought": sought,
            "list": f"/{name}",
            "searched": searched,
        }
        return View(f"title.{name}", data)

    return Page(name, f"/{name}", "list", (document,), show)
