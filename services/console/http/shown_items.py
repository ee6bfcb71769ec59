"""Pages that show one offer or one match."""

from services.console.http.page import Page, Shown, View
from services.console.http.steps import steps_of
from services.console.http.visit import Visit


def item_page(kind: str, place: str) -> Page:
    """The page of one item of a kind."""

    async def show(visit: Visit) -> Shown:
        item = await visit.item("item", visit.place(f"{kind}_id"), kind)
        data = {"item": item, "state": item["state"], "steps": steps_of(item, visit.actor.party), "written": item["follows"]}
        return View(item["title"] or item["reference"] or f"title.{kind}", data)

    return Page(kind, f"/{place}/{{{kind}_id}}", kind, ("item",), show, example={f"{kind}_id": kind})
