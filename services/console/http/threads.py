"""What pages of a thread share: finding one with some of its messages, who reads it, and what one writes in it (WM 8)."""

from collections.abc import Callable, Mapping
from typing import Any

from services.console.forms.of_threads import WORDS
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page, no_choices
from services.console.http.page import Page
from services.console.http.visit import Visit
from shared.modalities.access.actor import OFFICERS_UNPLACED, officers_of
from shared.modalities.access.thread_view import SECRETARIAT_SIDE, speaks_as
from shared.modalities.errors import Conflict, NotFound, Retryable

AT_ONCE = 50
"""Messages of one page."""
BACK = "/threads/{id}?about={about}"
ABOUT: Mapping[str, str] = {
    "request": "title.request", "offer": "title.offer", "solicitation": "title.call", "match": "title.match",
    "engagement": "word.engagement_id", "meeting": "title.meeting",
}  # fmt: skip
"""Kinds of things that are spoken about, as a thread's page calls them."""


async def find(visit: Visit, after: int = 0, first: int = 1) -> Case:
    """The thread of the address with messages after a number. Raises NotFound, also for who stands outside its circle."""
    return await with_messages(visit, await about_of(visit), after, first)


async def about_of(visit: Visit) -> str:
    """What the thread of the address is about: the address says it, or the thread does where it is kept here. Raises NotFound."""
    if about := visit.query("about"):
        return about
    return str((await visit.item("item", visit.place("thread_id"), "thread"))["state"]["about"]["item_id"])


async def with_messages(visit: Visit, about: str, after: int, first: int) -> Case:
    """A thread as its owner has it now, at whichever deployment. Raises NotFound."""
    only = visit.place("thread_id")
    found = (await visit.ask("thread", about=about, threadId=only, after=after, first=first))["thread"]
    thread = next((one for one in found if one["threadId"] == only), None)
    if thread is None:
        raise NotFound("not_found", "There is no such thread, or it is not yours to read")
    item = {name: thread[name] for name in ("version", "reference", "state")} | {"itemId": only, "kind": "thread"}
    return Case(visit, item, {"thread": thread, "about": about, "readers": readers(thread["state"])})


async def threads_about(visit: Visit, item_id: str) -> list[dict[str, Any]] | None:
    """Those about a thing that the reader may read, with what of each is unread; None while their owner is away: the page of
    the thing is shown all the same.
    """
    try:
        found: list[dict[str, Any]] = (await visit.ask("threads", about=item_id)).get("thread", [])
    except Retryable:
        return None
    return found


def readers(state: Mapping[str, Any]) -> list[str]:
    """The parties whose people read it: those of its sides, and the bureau that it was written to, where one may know which."""
    officers = officers_of(state["region"]) if state["region"] is not None else OFFICERS_UNPLACED
    return [*(one["party"] for one in state["sides"]), officers]


def side_of(case: Case) -> str:
    """The side on which the reader stands."""
    party = speaks_as(case.visit.actor, case.state["region"])
    return next((str(one["role"]) for one in case.state["sides"] if one["party"] == party), SECRETARIAT_SIDE)


def sides(case: Case) -> list[tuple[str, str]]:
    """Sides that the reader may ask: the others of the circle; in the Secretariat's own thread itself."""
    there = dict.fromkeys([SECRETARIAT_SIDE, *(str(one["role"]) for one in case.state["sides"])])
    others = [one for one in there if one != side_of(case)] or list(there)
    return [(one, case.visit.words.choice("thread_side", one)) for one in others]


def while_open(case: Case) -> None:
    """Raises Conflict for a thread in which nobody writes any more."""
    if case.more["thread"]["status"] != "open":
        raise Conflict("thread_closed", "The thing went to another deployment, and its threads go on there")


def question_of(case: Case) -> Mapping[str, Any]:
    """The question of the address. Raises NotFound, and Conflict for one that waits for no answer."""
    while_open(case)
    which = case.visit.place("question_id")
    found: Mapping[str, Any] | None = next(
        (one for one in case.more["thread"]["questions"] if one["questionId"] == which), None
    )
    if found is None:
        raise NotFound("not_found", "There is no such question")
    if found["status"] != "open":
        raise Conflict(f"question_{found['status']}", "The question waits for no answer any more")
    return found


def begun(case: Case) -> dict[str, Any]:
    """One writes in the language of the page, unless one says otherwise."""
    return {"language": case.visit.words.language}


def shows(case: Case) -> dict[str, Any]:
    """Who reads what is written, and what it replies to."""
    return {
        "readers": case.more["readers"],
        "messages": case.more["thread"]["messages"] if case.more.get("above") else [],
    }


async def find_question(visit: Visit) -> Case:
    """The thread of the address with the message that asks the question of the address. Raises NotFound."""
    case = await find(visit)
    question = question_of(case)
    case = await with_messages(visit, case.more["about"], question["number"] - 1, 1)
    return Case(visit, case.item, {**case.more, "above": True})


def writing_page(
    name: str,
    tail: str,
    words: str,
    said: Callable[[Case, dict[str, Any]], Said],
    *documents: str,
    parts: tuple[Part, ...] = WORDS,
    found: Any = find,
    check: Callable[[Case], object] = while_open,
    **more: Any,
) -> Page:
    """The page by which somebody writes in a thread."""

    def checked(case: Case) -> None:
        check(case)

    act = Act(
        name, f"/threads/{{thread_id}}/{tail}", f"title.{name}", words, ("item", "thread", *documents), found, checked,
        said, BACK, parts=lambda _: parts, begun=more.pop("begun", begun), choices=more.pop("choices", no_choices), shows=shows,
        fresh=False, versioned=False, template="thread_words", example={"thread_id": "thread"} | more.pop("example", {}), **more,
    )  # fmt: skip
    return act_page(act)
