"""What pages of peer links share: finding one, and who may do what with it as it stands (WM 1, 20)."""

from collections.abc import Callable
from typing import Any

from services.console.http.acting import Case
from services.console.http.offered import OfferedOn
from services.console.http.page import Page
from services.console.http.visit import Visit
from shared.modalities.access.actions import WISH_LINK, Action
from shared.modalities.access.links import link
from shared.modalities.access.policy import decide

ON = OfferedOn("link", "/links/{id}", "link_id")
PARTIES = "Each party of it alone, for itself"
OFFICERS = "Officers of its region alone"
find = ON.find


def may(case: Case, action: Action) -> bool:
    """Whether the policy lets the reader do it."""
    state = case.state
    thing = link(state.get("region"), ((one["party"], one.get("answer", "")) for one in state["parties"]))
    return decide(case.visit.actor, action, thing).allowed


def mine(case: Case) -> dict[str, Any]:
    """How the reader's own party stands to it; empty for not at all."""
    own = [one for one in case.state["parties"] if one["party"] == case.party and "answer" in one]
    return own[-1] if own else {}


def wishes(visit: Visit) -> bool:
    """Whether the policy lets the person wish a link, or propose one as an officer."""
    party = visit.actor.party
    return decide(visit.actor, WISH_LINK, link(visit.actor.region, [(party, "accepted")] if party else [])).allowed


def link_act(
    name: str, tail: str, title: str, words: str, action: Action, order: int, said: Any, document: str, who: str, *, when: tuple[str, ...],
    fits: Callable[[Case], bool] = lambda _: True, **more: Any,
) -> Page:  # fmt: skip
    """The page of an act on a link; ``who``: who may, said to whoever may not; ``when``: statuses that allow it."""
    return ON.page(
        name, tail, title, words, said, document, may=lambda case: may(case, action), who=who, paragraph=action.paragraph,
        fits=lambda case: case.state["status"] in when and fits(case), order=order, fresh=False, **more,
    )  # fmt: skip
