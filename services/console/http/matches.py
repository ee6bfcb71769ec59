"""What pages share by which officers work on a match: finding it, and who may do what with it now (WM 11, 19, 20)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from services.console.http.acting import Act, Case, act_page
from services.console.http.page import Page
from services.console.http.visit import Visit
from shared.contracts.shapes.match import ALIVE
from shared.modalities.access import resources
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.errors import Conflict, NotPermitted

State = Mapping[str, Any]


def alive(state: State) -> bool:
    """Whether it is neither confirmed nor over."""
    return state["status"] in ALIVE


def accepted(state: State) -> bool:
    """Whether both sides accepted it, so that an officer may confirm it."""
    return state["status"] == "reserved" and all(one["answer"] == "accepted" for one in state["sides"])


@dataclass(frozen=True)
class MatchAct(Act):
    """An act of an officer on a match; ``action``: of the policy; ``ready``: whether it makes sense as the match stands."""

    action: Action | None = None
    ready: Callable[[State], bool] = alive
    order: int = 0

    def may(self, actor: Actor, state: State) -> bool:
        """Whether the policy lets the actor do it."""
        sides = [(one["party"], one["role"]) for one in state.get("sides", ())]
        thing = resources.match(state.get("region"), sides)
        return self.action is not None and decide(actor, self.action, thing).allowed


async def find(visit: Visit) -> Case:
    """The match of the address. Raises NotFound, also for who may not know of it."""
    return Case(visit, await visit.item("item", visit.place("match_id"), "match"))


def match_act(
    name: str, title: str, words: str, action: Action, order: int, said: Any, document: str,
    *, ready: Callable[[State], bool] = alive, **more: Any,
) -> Page:  # fmt: skip
    """The page of an officer's act on a match."""

    def check(case: Case) -> None:
        if not act.may(case.visit.actor, case.state):
            raise NotPermitted("not_permitted", "Officers of its region alone", action.paragraph)
        if not ready(case.state):
            raise Conflict(f"match_{case.state['status']}", "The match is not at that point", action.paragraph)

    act = MatchAct(
        name, f"/matches/{{match_id}}/{name}", title, words, ("item", document), find, check, said, "/matches/{id}",
        action=action, ready=ready, order=order, example={"match_id": "match"}, **more,
    )  # fmt: skip
    return act_page(act)


def offered(pages: tuple[Page, ...], case: Case) -> list[Act]:
    """What the reader may do with a match now."""
    acts = sorted((page.act for page in pages if isinstance(page.act, MatchAct)), key=lambda one: one.order)
    return [one for one in acts if one.may(case.visit.actor, case.state) and one.ready(case.state)]
