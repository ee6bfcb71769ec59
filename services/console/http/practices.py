"""What pages of good practices share: finding one, and who may do what with it as it stands (WM 1, 4, 11)."""

from collections.abc import Callable, Mapping
from typing import Any

from services.console.http.acting import Case, Named
from services.console.http.offered import OfferedOn
from services.console.http.options import by_name
from services.console.http.page import Page
from shared.contracts.reference.states import states
from shared.modalities.access.actions import Action
from shared.modalities.access.policy import decide
from shared.modalities.access.practices import practice

ON = OfferedOn("practice", "/practices/{id}", "practice_id")
find = ON.find


def practice_act(
    name: str, tail: str, title: str, words: str, action: Action, order: int, said: Any, document: str, who: str, *, when: tuple[str, ...],
    fits: Callable[[Case], bool] = lambda _: True, **more: Any,
) -> Page:  # fmt: skip
    """The page of an act on a practice; ``who``: who may, said to whoever may not; ``when``: statuses that allow it."""

    def may(case: Case) -> bool:
        state = case.state
        thing = practice(state["region"], state["content"]["country"], state.get("proposed_by") or "", state["status"])
        return decide(case.visit.actor, action, thing).allowed

    return ON.page(
        name, tail, title, words, said, document, may=may, who=who, paragraph=action.paragraph,
        fits=lambda case: case.state["status"] in when and fits(case), order=order, template="practice_act", **more,
    )  # fmt: skip


def countries(case: Case) -> Mapping[str, Named]:
    """Every State by its name."""
    return {"states": by_name(case.visit.words, (f"iso3166:{code}" for code in states()))}


def answers_for_it(case: Case) -> bool:
    """Whether the person speaks for the State of the practice."""
    return bool(case.party) and case.party == case.state["content"]["country"]
