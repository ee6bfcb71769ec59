"""What pages share by which officers work on a match: finding it, and who may do what with it now (WM 11, 19, 20)."""

from collections.abc import Callable, Mapping
from typing import Any

from services.console.http.acting import Case
from services.console.http.offered import OfferedOn
from services.console.http.page import Page
from shared.contracts.shapes.match import ALIVE
from shared.modalities.access import resources
from shared.modalities.access.actions import Action
from shared.modalities.access.policy import decide

State = Mapping[str, Any]


def alive(state: State) -> bool:
    """Whether it is neither confirmed nor over."""
    return state["status"] in ALIVE


def accepted(state: State) -> bool:
    """Whether both sides accepted it, so that an officer may confirm it."""
    return state["status"] == "reserved" and all(one["answer"] == "accepted" for one in state["sides"])


ON = OfferedOn("match", "/matches/{id}", "match_id")
find = ON.find


def match_act(
    name: str, title: str, words: str, action: Action, order: int, said: Any, document: str,
    *, ready: Callable[[State], bool] = alive, tail: str = "", **more: Any,
) -> Page:  # fmt: skip
    """The page of an officer's act on a match; ``ready``: whether it makes sense as the match stands; ``tail`` of
    its address, where that is not its name.
    """

    def may(case: Case) -> bool:
        sides = [(one["party"], one["role"]) for one in case.state.get("sides", ())]
        return decide(case.visit.actor, action, resources.match(case.state.get("region"), sides)).allowed

    return ON.page(
        name, tail or name, title, words, said, document, may=may, fits=lambda case: ready(case.state),
        who="Officers of its region alone", paragraph=action.paragraph, order=order, **more,
    )  # fmt: skip
