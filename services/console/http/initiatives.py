"""What pages of pilots and the quality-assurance initiative share: finding one, and who may do what with it as it stands (WM 7, 11)."""

from collections.abc import Callable
from typing import Any

from services.console.http.acting import Case
from services.console.http.offered import OfferedOn
from services.console.http.page import Page
from services.console.http.visit import Visit
from shared.modalities.access.actions import OPEN_INITIATIVE, Action
from shared.modalities.access.initiatives import initiative, side_of
from shared.modalities.access.policy import decide

ON = OfferedOn("initiative", "/initiatives/{id}", "initiative_id")
ITS_STATE = "Its State alone"
SIDES = "Its State, its partner, and the officers of its region, each for itself"
AT_WORK = ("agreed", "running")
find = ON.find


def may(case: Case, action: Action) -> bool:
    """Whether the policy lets the reader do it."""
    state, partner = case.state, case.state.get("partner")
    named = (partner["party"], partner["answer"]) if partner else None
    thing = initiative(state["region"], state["content"]["country"], named)
    return decide(case.visit.actor, action, thing).allowed


def side(case: Case) -> str:
    """The side on which the reader speaks."""
    return side_of(case.visit.actor, case.state["content"]["country"])


def word(case: Case) -> str:
    """What the reader's own party said, as it stands; empty for nothing asked of it."""
    own = side(case)
    if own == "state":
        return str(case.state["answer"])
    partner = case.state.get("partner")
    return str(partner["answer"]) if own == "partner" and partner else ""


def opens(visit: Visit) -> bool:
    """Whether the policy lets the person open one for the State that it speaks for, or propose one as an officer."""
    actor = visit.actor
    return decide(actor, OPEN_INITIATIVE, initiative(actor.region, actor.party or "")).allowed


def initiative_act(
    name: str, tail: str, title: str, words: str, action: Action, order: int, said: Any, document: str, who: str, *, when: tuple[str, ...],
    fits: Callable[[Case], bool] = lambda _: True, **more: Any,
) -> Page:  # fmt: skip
    """The page of an act on an initiative; ``who``: who may, said to whoever may not; ``when``: statuses that allow it."""
    return ON.page(
        name, tail, title, words, said, document, may=lambda case: may(case, action), who=who,
        paragraph=action.paragraph, fits=lambda case: case.state["status"] in when and fits(case), order=order, fresh=False, **more,
    )  # fmt: skip
