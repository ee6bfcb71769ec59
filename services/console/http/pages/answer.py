"""A party of a match accepts, or declines with a coded reason that stays unpublished (WM 11)."""

from typing import Any

from services.console.http.deciding import FIRST, lacking, new_key, outcome
from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P11

TITLE = "title.answer"


async def _item(visit: Visit) -> dict[str, Any]:
    item = await visit.item("item", visit.place("match_id"), "match")
    if not any(side.get("party") == visit.actor.party for side in item["state"].get("sides", ())):
        raise NotPermitted("not_permitted", "Its parties alone answer", P11)
    return item


async def show(visit: Visit) -> Shown:
    """The form."""
    item = await _item(visit)
    return View(
        TITLE, {**FIRST, "item": item, "state": item["state"], "answer": "", "reason": "", "send_key": new_key()}
    )


async def take(visit: Visit) -> Shown:
    """Answers in the party's name."""
    visit.freshly()
    item, answer, reason = await _item(visit), visit.field("answer"), visit.field("reason")
    data = {"state": item["state"], "answer": answer, "reason": reason}
    missing = (
        "answer" if answer not in {"accepted", "declined"} else "reason" if answer == "declined" and not reason else ""
    )
    if missing:
        faults = lacking(visit.words, [missing])
        return View(
            TITLE, {**FIRST, **data, "faults": faults, "item": item, "send_key": visit.send_key()}, 422, faulty=True
        )
    done = await visit.command(
        "answer_match", id=item["itemId"], party=visit.actor.party, answer=answer,
        reason=reason if answer == "declined" else None, version=visit.number("version"), key=visit.send_key(),
    )  # fmt: skip
    return await outcome(visit, done, TITLE, f"/matches/{item['itemId']}", item, data)


PAGE = Page(
    "answer",
    "/matches/{match_id}/answer",
    "answer",
    ("item", "answer_match"),
    show,
    take,
    example={"match_id": "match"},
)
