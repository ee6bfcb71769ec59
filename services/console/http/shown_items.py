"""Pages that show one offer or one match."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from services.console.http.page import Page, Shown, View
from services.console.http.steps import steps_of
from services.console.http.visit import Visit


def in_order(content: Mapping[str, Any], body: type[BaseModel]) -> dict[str, Any]:
    """A content in the order in which its body is written, whatever order it was kept in."""
    names = [*body.model_fields, *content]
    return {name: content[name] for name in dict.fromkeys(names) if name in content}


def item_page(kind: str, place: str) -> Page:
    """The page of one item of a kind."""

    async def show(visit: Visit) -> Shown:
        item = await visit.item("item", visit.place(f"{kind}_id"), kind)
        data = {
            "item": item,
            "state": item["state"],
            "steps": steps_of(item, visit.actor.party),
            "written": item["follows"],
        }
        return View(item["title"] or item["reference"] or f"title.{kind}", data)

    return Page(kind, f"/{place}/{{{kind}_id}}", kind, ("item",), show, example={f"{kind}_id": kind})
