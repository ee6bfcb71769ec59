"""Who has been told of a thing, who has not, and why (WM 6, 17)."""

from typing import Any

from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P6
from shared.modalities.steps.pages import address_of


async def show(visit: Visit) -> Shown:
    """Each message by its event, the latest first; of one event, also why each mailbox heard of it or did not."""
    if not visit.is_officer:
        raise NotPermitted("not_permitted", "Officers see who was told", P6)
    item = (await visit.ask("item", key=visit.place("item_id"), language=visit.words.language))["item"]
    found = (await visit.ask("told", id=visit.place("item_id")))["deliveryLedger"]
    events: dict[str, list[dict[str, Any]]] = {}
    for one in found["nodes"]:
        events.setdefault(one["eventId"], []).append(one)
    event = visit.query("event")
    why = (
        (await visit.ask("why_told", event=event, language=visit.words.language))["whyTold"] if event in events else []
    )
    about = address_of(item["kind"], item["itemId"]) if item else None
    data = {"item": item, "about": about, "events": events, "why": why, "event": event, "id": visit.place("item_id"),
            "more": found["pageInfo"]["hasNextPage"]}  # fmt: skip
    return View("title.told", data)


PAGE = Page("told", "/items/{item_id}/told", "told", ("item", "told", "why_told"), show, example={"item_id": "request"})
