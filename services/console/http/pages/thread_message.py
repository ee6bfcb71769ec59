"""Somebody writes to the others of a thread; ``?reply=`` to one message of it (WM 8)."""

from typing import Any

from services.console.forms.of_threads import MESSAGE, words
from services.console.http.acting import Case, Said
from services.console.http.threads import begun, find, writing_page
from services.console.http.visit import Visit


async def _find(visit: Visit) -> Case:
    """With the message that is replied to."""
    asked = visit.query("reply") or visit.field("reply_to")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 0
    case = await find(visit, max(number - 1, 0), 1)
    return Case(visit, case.item, {**case.more, "above": number > 0, "reply": number})


def _begun(case: Case) -> dict[str, Any]:
    return begun(case) | {"reply_to": str(case.more["reply"] or "")}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "send_message", {"id": case.item["itemId"], "about": case.more["about"], "words": words(typed)}


PAGE = writing_page(
    "thread_message", "messages", "act.thread_message", _said, "send_message", parts=MESSAGE, found=_find, begun=_begun
)
