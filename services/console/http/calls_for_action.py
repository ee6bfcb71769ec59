"""What pages of calls for action share: finding one, and who may do what with it as it stands (WM 5)."""

from collections.abc import Callable, Mapping
from typing import Any

from services.console.http.acting import Case, Named
from services.console.http.offered import OfferedOn
from services.console.http.page import Page
from services.console.http.visit import Visit
from shared.modalities.access.actions import OPEN_CALL_FOR_ACTION, Action
from shared.modalities.access.calls_for_action import call_for_action
from shared.modalities.access.policy import decide

ON = OfferedOn("call_for_action", "/calls-for-action/{id}", "call_for_action_id", named="call_for_action")
PARTIES = "Each party that is asked, or that joins an open call, alone and for itself"
OFFICERS = "Officers of its deployment alone"
EVER = ("open", "closed", "withdrawn")
find = ON.find


def may(case: Case, action: Action) -> bool:
    """Whether the policy lets the reader do it."""
    state = case.state
    thing = call_for_action(state["region"], (one["party"] for one in state["parties"]), bool(state.get("open_to_all")))
    return decide(case.visit.actor, action, thing).allowed


def mine(case: Case) -> dict[str, Any]:
    """The word and the reports of the reader's own party; empty for none."""
    return next((one for one in case.state["parties"] if one["party"] == case.party), {})


def standing(case: Case) -> list[dict[str, Any]]:
    """What the reader's own party reported and did not take back."""
    return [one for one in mine(case).get("reports", ()) if not one.get("withdrawn_at")]


def own_reports(case: Case) -> Mapping[str, Named]:
    """The same to choose from."""
    return {"own_reports": [(str(one["number"]), f"{one['number']}. {one['text']}"[:160]) for one in standing(case)]}


def asks(visit: Visit) -> bool:
    """Whether the policy lets the person open one."""
    return decide(visit.actor, OPEN_CALL_FOR_ACTION, call_for_action(visit.actor.region)).allowed


def action_act(
    name: str, tail: str, title: str, words: str, action: Action, order: int, said: Any, document: str, who: str, *,
    when: tuple[str, ...] = ("open",), fits: Callable[[Case], bool] = lambda _: True, **more: Any,
) -> Page:  # fmt: skip
    """The page of an act on a call; ``who``: who may, said to whoever may not; ``when``: statuses that allow it."""
    return ON.page(
        name, tail, title, words, said, document, may=lambda case: may(case, action), who=who, paragraph=action.paragraph,
        fits=lambda case: case.state["status"] in when and fits(case), order=order, fresh=False, **more,
    )  # fmt: skip
