"""What pages of reviews of the terms share: finding one, and who may do what with it by the policy (WM 21)."""

from datetime import date
from typing import Any

from services.console.http.acting import Case
from services.console.http.offered import OfferedOn
from services.console.http.page import Page
from services.console.wording.words import ConsoleWords
from shared.modalities.access import resources
from shared.modalities.access.actions import Action
from shared.modalities.access.policy import decide
from shared.modalities.paragraphs import PARAGRAPHS

ON = OfferedOn("review", "/reviews/{id}", "review_id")
find = ON.find
OFFICERS = "Officers of its region alone"


def may(case: Case, action: Action) -> bool:
    """Whether the policy lets the reader do it."""
    state = case.state
    thing = resources.review(state.get("region"), state.get("asked_by"), state["status"])
    return decide(case.visit.actor, action, thing).allowed


def has_day(case: Case) -> bool:
    """Whether the last day for proposals has not passed."""
    until = case.state.get("consult_until")
    return until is not None and case.visit.desk.clock.now().date() <= date.fromisoformat(until)


def paragraphs(words: ConsoleWords) -> list[tuple[str, str]]:
    """Paragraphs of the working modalities, by number."""
    return [(one.number, f"{words.say('page.paragraph')} {one.number}") for one in PARAGRAPHS]


def review_act(
    name: str, tail: str, title: str, words: str, action: Action, order: int, said: Any, document: str, who: str, when: tuple[str, ...],
    day_has: bool | None = None, **more: Any,
) -> Page:  # fmt: skip
    """The page of an act on a review. ``when``: statuses that allow it; ``day_has``: whether the day for proposals is to come,
    or has passed; None: whichever.
    """

    def fits(case: Case) -> bool:
        return case.state["status"] in when and (day_has is None or has_day(case) == day_has)

    return ON.page(
        name, tail, title, words, said, document, may=lambda case: may(case, action), fits=fits, who=who,
        paragraph=action.paragraph, order=order, fresh=False, **more,
    )  # fmt: skip
