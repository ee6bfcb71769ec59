"""A thread: what its circle wrote, who reads it, what is asked of whom by when; and how far one has read (WM 8)."""

from typing import Any

from services.console.forms.of_threads import MESSAGE
from services.console.forms.questions import shown
from services.console.http.acting import Case
from services.console.http.deciding import new_key
from services.console.http.page import Page, Shown, View
from services.console.http.threads import ABOUT, AT_ONCE, about_of, begun, side_of, sides, with_messages
from services.console.http.visit import Visit
from shared.modalities.access.thread_view import reads_from, speaks_as
from shared.modalities.errors import Retryable
from shared.modalities.steps.pages import address_of


async def show(visit: Visit) -> Shown:
    """From the first message that was not read, else the last ones; ``?after=`` from elsewhere, ``?all=1`` all of it to print."""
    about = await about_of(visit)
    state = (await with_messages(visit, about, 0, 1)).state
    party = speaks_as(visit.actor, state["region"])
    read = next((one["read_up_to"] for one in state["readers"] if one["party"] == party), 0)
    first = reads_from(visit.actor, state)
    whole = bool(visit.query("all"))
    after = 0 if whole else _after(visit.query("after"), read, state, first)
    case = await with_messages(visit, about, after, AT_ONCE)
    thread = case.more["thread"]
    messages = list(thread["messages"])
    while whole and messages and messages[-1]["number"] < thread["count"]:
        page = (await with_messages(visit, about, messages[-1]["number"], AT_ONCE)).more["thread"]["messages"]
        messages += page
        if not page:
            break
    data = _data(case, messages, party) | {"after": after, "first": first, "read": read, "whole": whole}
    if messages and thread["unread"]:
        await _has_read(visit, case.item["itemId"], about, messages[-1]["number"])
    return View("title.thread", data)


def _after(asked: str, read: int, state: dict[str, Any], first: int) -> int:
    """The number after which the page begins: nothing that was not read is passed over."""
    if asked.isascii() and asked.isdigit() and len(asked) < 8:
        return int(asked)
    return max(min(read, int(state["messages"]) - AT_ONCE), first - 1, 0)


async def _has_read(visit: Visit, thread_id: str, about: str, number: int) -> None:
    """The party has read what the page shows: so it is said, unless the browser only fetches it ahead.

    It is the one thing that a GET changes. It only rises, and where it cannot be said just now, the page is shown all the same.
    """
    if visit.request.headers.get("sec-purpose"):
        return
    try:
        await visit.command("read_up_to", id=thread_id, about=about, number=number, key=f"read-{thread_id}-{number}")
    except Retryable:
        return


def _data(case: Case, messages: list[dict[str, Any]], party: str) -> dict[str, Any]:
    thread, visit, about = case.more["thread"], case.visit, case.state["about"]
    asked = {one["questionId"]: one for one in thread["questions"]}
    return {
        "item": case.item, "thread": thread, "messages": messages, "readers": case.more["readers"], "mine": party,
        "asked": asked, "side": side_of(case), "about": address_of(about["kind"], about["item_id"]), "called": ABOUT[about["kind"]],
        "asks": bool(sides(case)), "shown": shown(MESSAGE, begun(case)), "send_key": new_key(),
        "now": visit.desk.clock.now().isoformat(),
    }  # fmt: skip


PAGE = Page(
    "thread", "/threads/{thread_id}", "thread", ("item", "thread", "read_up_to"), show, example={"thread_id": "thread"}
)
