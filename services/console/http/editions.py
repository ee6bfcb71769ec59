"""What pages of reports share: finding one, who may do what with it by the policy, figures as a page shows them (WM 21)."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from services.console.http.acting import Case
from services.console.http.offered import OfferedOn
from services.console.http.page import Page
from services.console.http.visit import Visit
from services.console.wording.words import ConsoleWords
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Role
from shared.modalities.access.editions import edition
from shared.modalities.access.policy import decide
from shared.modalities.steps.pages import address_of
from shared.wording.figures import figure_definition, figure_name

ON = OfferedOn("edition", "/reports/{id}", "edition_id", reads="edition")
OFFICERS = "Officers of its deployment alone"
MOST_SHOWN = 20
"""Things behind a figure that a page names; the files name all."""
BEHIND = {
    "request": ("requests", "requests_by_status", "requests_by_area", "requests_by_horizon", "first_feedback", "findings", "asked",
                "urgent_requests", "crisis_requests", "joint_requests", "non_state_recipients"),
    "offer": ("offers", "offered"),
    "match": ("matches",),
    "engagement": ("engagements", "engagements_by_horizon", "committed", "delivered", "first_delivery"),
    "practice": ("good_practices",),
    "link": ("peer_links", "peer_exchanges"),
    "meeting": ("meetings",),
    "crisis": ("crises",),
    "review": ("reviews",),
}  # fmt: skip
"""Kind of things -> the figures that they are behind; own commitments have no page."""
KIND_OF = {code: kind for kind, codes in BEHIND.items() for code in codes}
STATUSES = {"requests_by_status": "request", "matches": "match", "engagements": "engagement"}


async def find(visit: Visit) -> Case:
    """The edition of the address, as far as its reader sees it. Raises NotFound, also for who may not know of it."""
    name = "edition_published" if visit.actor.role is Role.PUBLIC else "edition"
    return Case(visit, await visit.item(name, visit.place("edition_id"), "edition"))


def may(case: Case, action: Action) -> bool:
    """Whether the policy lets the reader do it."""
    return decide(case.visit.actor, action, edition(case.state.get("region"), case.state["status"])).allowed


def edition_act(
    name: str, tail: str, title: str, words: str, action: Action, order: int, said: Any, document: str, when: tuple[str, ...],
    **more: Any,
) -> Page:  # fmt: skip
    """The page of an act on an edition; ``when``: statuses that allow it."""
    return ON.page(
        name, tail, title, words, said, document, may=lambda case: may(case, action), who=OFFICERS,
        fits=lambda case: case.state["status"] in when, paragraph=action.paragraph, order=order, find=find, fresh=False, **more,
    )  # fmt: skip


def group_words(words: ConsoleWords, code: str, label: str) -> str:
    """What a group of a figure is called beside its area and unit."""
    if code == "findings":
        paragraph, _, outcome = label.rpartition(":")
        return f"{words.say('page.paragraph')} {paragraph} – {words.choice('outcome', outcome)}"
    if (kind := STATUSES.get(code)) is not None:
        key = f"status.{kind}.{label}"
        return words.say(key) if words.has(key) else label
    return words.choice("horizon", label)


def tables(words: ConsoleWords, figures: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Figures as a page shows them: a table for each, with its name, what it counts, and its groups."""
    for code, groups in groupby(figures, key=lambda one: str(one["code"])):
        rows = [_row(words, code, one) for one in groups]
        language = words.language
        yield {"code": code, "name": figure_name(code, language), "is": figure_definition(code, language), "rows": rows}


def _row(words: ConsoleWords, code: str, one: Mapping[str, Any]) -> dict[str, Any]:
    ids = list(one.get("behind") or ())
    kind = KIND_OF.get(code)
    links = [(each, address_of(kind, each)) for each in ids[:MOST_SHOWN]] if kind else []
    return {
        "area": one.get("functional_area"), "unit": one.get("unit"), "amount": one.get("amount"), "items": one["items"],
        "group": group_words(words, code, one["label"]) if one.get("label") else "", "not_known": one.get("not_known") or 0,
        "links": links, "more": max(0, len(ids) - len(links)),
    }  # fmt: skip
