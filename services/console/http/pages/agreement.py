"""A requesting State agrees to what is shown, field by field, and to whom (WM 17); with the view that others will see."""

from typing import Any

from services.console.asking.gateway import Done, Problem
from services.console.http.deciding import FIRST, new_key, outcome
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.contracts.shapes.public_views import PRIVATE_OF_REQUEST
from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P17

TITLE = "title.agreement"
FIELDS = (*(name for name in RequestContent.model_fields if name not in PRIVATE_OF_REQUEST), "reference")


async def _item(visit: Visit) -> dict[str, Any]:
    item = await visit.item("request", visit.place("request_id"), "request")
    if visit.actor.party not in item["state"]["content"]["requesting_states"]:
        raise NotPermitted("not_permitted", "The requesting State alone agrees", P17)
    return item


def _data(visit: Visit, item: dict[str, Any], fields: list[str], audiences: list[str]) -> dict[str, Any]:
    content = item["state"]["content"] | {"reference": item["reference"]}
    there = [name for name in FIELDS if content.get(name) not in (None, [], "", False)]
    return {"fields": fields, "audiences": audiences, "there": there, "content": content,
            "agreed": (item["state"].get("consents") or {}).get(visit.actor.party)}  # fmt: skip


async def show(visit: Visit) -> Shown:
    """What is agreed to now; at first nothing is."""
    item = await _item(visit)
    agreed = (item["state"].get("consents") or {}).get(visit.actor.party) or {}
    data = _data(visit, item, list(agreed.get("fields", ())), list(agreed.get("audiences", ())))
    return View(TITLE, {**FIRST, **data, "item": item, "send_key": new_key()})


async def take(visit: Visit) -> Shown:
    """Shows what others would see; agrees, or takes the agreement back, when that was pressed."""
    item, typed = await _item(visit), visit.fields()
    fields, audiences = list(typed.get("fields", ())), list(typed.get("audiences", ()))
    data = _data(visit, item, fields, audiences)
    if visit.field("do") not in {"agree", "take_back"}:
        return View(TITLE, {**FIRST, **data, "item": item, "send_key": visit.send_key()})
    visit.freshly()
    asked: dict[str, Any] = {"id": item["itemId"], "version": visit.number("version"), "key": visit.send_key()}
    done: Done | Problem
    if visit.field("do") == "agree":
        done = await visit.command("give_consent", fields=fields, audiences=audiences, **asked)
    else:
        done = await visit.command("withdraw_consent", **asked)
    return await outcome(visit, done, TITLE, f"/requests/{item['itemId']}", item, data)


PAGE = Page("agreement", "/requests/{request_id}/agreement", "agreement",
            ("request", "give_consent", "withdraw_consent"), show, take, example={"request_id": "request"})  # fmt: skip
