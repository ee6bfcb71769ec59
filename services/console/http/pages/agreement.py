"""A requesting State agrees to what is shown, field by field, and to whom (WM 17); with the view that others will see."""

from collections.abc import Mapping
from typing import Any

from services.console.asking.gateway import CommandDone, CommandProblem
from services.console.http.deciding import FIRST, new_key, outcome
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.contracts.shapes.public_views import PRIVATE_OF_REQUEST
from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P17

TITLE = "title.agreement"
TO_WHOM = ("audiences", "kinds", "parties", "but")
"""All possible offerers or everybody; kinds of party; parties by name; who is left out of these."""
FIELDS = (*(name for name in RequestContent.model_fields if name not in PRIVATE_OF_REQUEST), "reference")


async def _item(visit: Visit) -> dict[str, Any]:
    item = await visit.item("request", visit.place("request_id"), "request")
    if visit.actor.party not in item["state"]["content"]["requesting_states"]:
        raise NotPermitted("not_permitted", "The requesting State alone agrees", P17)
    return item


def _data(visit: Visit, item: dict[str, Any], said: Mapping[str, list[str]]) -> dict[str, Any]:
    content = item["state"]["content"] | {"reference": item["reference"]}
    there = [name for name in FIELDS if content.get(name) not in (None, [], "", False)]
    return {**said, "there": there, "content": content, "agreed": _agreed(visit, item)}


def _agreed(visit: Visit, item: Mapping[str, Any]) -> dict[str, Any] | None:
    agreed: dict[str, Any] | None = (item["state"].get("consents") or {}).get(visit.actor.party)
    return agreed


def _said(given: Mapping[str, Any]) -> dict[str, list[str]]:
    return {name: [one for one in given.get(name) or () if one] for name in ("fields", *TO_WHOM)}


async def show(visit: Visit) -> Shown:
    """What is agreed to now; at first nothing is."""
    item = await _item(visit)
    data = _data(visit, item, _said(_agreed(visit, item) or {}))
    return View(TITLE, {**FIRST, **data, "item": item, "send_key": new_key()})


async def take(visit: Visit) -> Shown:
    """Shows what others would see; agrees, or takes the agreement back, when that was pressed."""
    item, said = await _item(visit), _said(visit.fields())
    data = _data(visit, item, said)
    if visit.field("do") not in {"agree", "take_back"}:
        return View(TITLE, {**FIRST, **data, "item": item, "send_key": visit.send_key()})
    visit.freshly()
    asked: dict[str, Any] = {"id": item["itemId"], "version": visit.number("version"), "key": visit.send_key()}
    done: CommandDone | CommandProblem
    if visit.field("do") == "agree":
        done = await visit.command("give_consent", **said, **asked)
    else:
        done = await visit.command("withdraw_consent", **asked)
    return await outcome(visit, done, TITLE, f"/requests/{item['itemId']}", item, data)


PAGE = Page("agreement", "/requests/{request_id}/agreement", "agreement",
            ("request", "give_consent", "withdraw_consent"), show, take, example={"request_id": "request"})  # fmt: skip
