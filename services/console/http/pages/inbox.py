"""What the person's party must act on and should know, as mails say it, and what of it is done (WM 6)."""

from typing import Any

from services.console.asking.gateway import CommandDone
from services.console.http.page import Moved, Page, Shown, View
from services.console.http.visit import Visit
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P6
from shared.modalities.steps.pages import address_of

MARKS = ("read", "done")


async def show(visit: Visit) -> Shown:
    """Newest first, twenty-five at a time; who speaks for nobody has none."""
    if visit.actor.party is None:
        raise NotPermitted("not_permitted", "Who speaks for a party has an inbox", P6)
    asked = {"after": visit.query("after") or None, "language": visit.words.language}
    found = (await visit.ask("inbox", **asked))["inbox"]
    entries = [_entry(one) for one in found["nodes"]]
    return View(
        "title.inbox",
        {"entries": entries, "counts": found["counts"], "more": found["pageInfo"], "send_key": visit.send_key()},
    )


def _entry(one: dict[str, Any]) -> dict[str, Any]:
    item = one["item"]
    return one | {"about": address_of(item["kind"], item["itemId"]) if item else None}


async def take(visit: Visit) -> Shown:
    """Marks one entry; the last mark holds."""
    mark = visit.field("do") if visit.field("do") in MARKS else "read"
    done = await visit.command("mark_inbox", mark=mark, events=[visit.field("event")], key=visit.send_key())
    if not isinstance(done, CommandDone):
        raise NotPermitted(done.code, done.detail, P6)
    return Moved("/inbox")


PAGE = Page("inbox", "/inbox", "inbox", ("inbox", "mark_inbox"), show, take)
