"""An officer's feedback on a request: the rules' finding and the officer's word, paragraph by paragraph (WM 8)."""

from dataclasses import replace
from typing import Any

from services.console.http.deciding import FIRST, for_officers, new_key, outcome, there_is
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.modalities.paragraphs import P8, P15_IV

TITLE = "title.feedback"


async def _item(visit: Visit) -> dict[str, Any]:
    return await for_officers(visit, "Officers alone give feedback", P8)


def _rows(visit: Visit, item: dict[str, Any]) -> list[dict[str, Any]]:
    """Each finding with what was typed beside it; recipients other than States stand at the paragraph that is about them."""
    return [
        {"finding": one, "outcome": visit.field(f"outcome-{n}"), "comment": visit.field(f"comment-{n}"), "n": n,
         "links": _links(visit, item) if one["paragraph"] == P15_IV.number else []}
        for n, one in enumerate(item["findings"])
    ]  # fmt: skip


def _links(visit: Visit, item: dict[str, Any]) -> list[dict[str, Any]]:
    """Recipients that the request names, each name once, with what was typed of their link with the authorities."""
    named = dict.fromkeys(one["name"] for one in item["state"]["content"].get("beneficiaries") or ())
    return [
        {"recipient": name, "outcome": visit.field(f"link-{n}"), "comment": visit.field(f"link-comment-{n}"), "n": n}
        for n, name in enumerate(named)
    ]


def _said(row: dict[str, Any]) -> dict[str, Any] | None:
    """What the officer wrote of one paragraph; None where nothing was."""
    links = [
        {"recipient": one["recipient"], "outcome": one["outcome"], "comment": one["comment"]}
        for one in row["links"]
        if one["outcome"] or one["comment"]
    ]
    if not (row["comment"] or row["outcome"] or links):
        return None
    said = {"paragraph": row["finding"]["paragraph"], "comment": row["comment"]}
    return said | ({"outcome": row["outcome"]} if row["outcome"] else {}) | ({"links": links} if links else {})


async def show(visit: Visit) -> Shown:
    """The form."""
    item = await _item(visit)
    data = {"item": item, "rows": _rows(visit, item), "message": "", "send_key": new_key()}
    return View(TITLE, {**FIRST, **data, **await there_is(visit, item)})


async def take(visit: Visit) -> Shown:
    """Shares it."""
    item = await _item(visit)
    rows = _rows(visit, item)
    items = [said for said in map(_said, rows) if said is not None]
    done = await visit.command(
        "share_feedback", id=item["itemId"], items=items, message=visit.field("message") or None,
        version=visit.number("version"), key=visit.send_key(),
    )  # fmt: skip
    data = {"rows": rows, "message": visit.field("message")}
    shown = await outcome(visit, done, TITLE, f"/requests/{item['itemId']}", item, data)
    # Who goes on to the request is not shown again what stands beside it.
    return replace(shown, data={**shown.data, **await there_is(visit, item)}) if isinstance(shown, View) else shown


PAGE = Page("feedback", "/requests/{request_id}/feedback", "feedback", ("request", "support_beside", "share_feedback"), show, take,
            example={"request_id": "request"})  # fmt: skip
