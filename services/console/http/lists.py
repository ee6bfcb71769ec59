"""Pages that are lists of the gateway's items; and lists that a page builds from, none of which ends without a word."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from services.console.http.page import Page, Shown, View
from services.console.http.visit import Visit

MOST = 100
"""Characters that are looked for."""
CALLED = {
    "request": "title.requests",
    "offer": "title.offers",
    "solicitation": "title.calls",
    "match": "title.matches",
    "engagement": "title.engagements",
    "meeting": "title.meetings",
    "practice": "title.practices",
    "link": "title.links",
    "initiative": "title.initiatives",
    "call_for_action": "title.calls_for_action",
    "review": "title.reviews",
    "crisis": "title.crises",
    "project": "title.projects",
    "expert": "title.experts",
    "organisation": "title.organisations",
    "commitment": "title.commitments",
    "assessment": "title.assessments",
    "national_plan": "title.national_plans",
}
"""Kinds of things and what their list is called, in the order in which what was found stands."""

CHOSEN_FROM = 50
"""Things that a form offers to choose from at once: their names alone, so that the page stays light."""
ROUNDS = 20
"""Pages of the gateway that are read for one page of choices, where few of them may be chosen."""
Row = dict[str, Any]
_Row = TypeVar("_Row")


def cut(rows: Sequence[_Row], most: int) -> tuple[list[_Row], bool]:
    """What is shown of a list without pages, asked for one more than that; and whether there are more."""
    return list(rows[:most]), len(rows) > most


async def to_choose_from(
    visit: Visit, document: str, root: str, fits: Callable[[Row], bool] = lambda _: True, **narrowed: Any
) -> tuple[list[Row], str | None]:
    """Things to choose from, newest first, from where the address says; and where those begin that are left, None for nowhere.

    ``fits``: which of them may be chosen, where the gateway cannot be asked for those alone.
    """
    found: list[Row] = []
    after: str | None = visit.query("after") or None
    for _ in range(ROUNDS):
        page = (await visit.ask(document, after=after, **narrowed))[root]
        found += [one for one in page["nodes"] if fits(one)]
        after = page["pageInfo"]["endCursor"] if page["pageInfo"]["hasNextPage"] else None
        if after is None or len(found) >= CHOSEN_FROM:
            break
    return found, after


def list_page(name: str, document: str, root: str, *, searched: bool = True) -> Page:
    """A page of a list, newest first, twenty-five at a time; with words to look for if the document takes them."""
    at = f"/{name.replace('_', '-')}"

    async def show(visit: Visit) -> Shown:
        sought = visit.query("q")[:MOST]
        variables = {"after": visit.query("after") or None}
        if searched:
            variables |= {"filter": {"search": sought} if sought else None}  # type: ignore[dict-item]
        found = (await visit.ask(document, **variables))[root]
        data = {
            "items": found["nodes"],
            "more": found["pageInfo"],
            "sought": sought,
            "list": at,
            "searched": searched,
        }
        return View(f"title.{name}", data)

    return Page(name, at, "list", (document,), show)
