"""What pages of national plans share: who may do what with one by the policy, and acts on it (WM 13)."""

from collections.abc import Callable
from typing import Any

from services.console.forms.support_request import lead_for
from services.console.http.acting import Case
from services.console.http.offered import OfferedOn
from services.console.http.page import Page
from services.console.http.visit import Visit
from shared.modalities.access.actions import RECORD_NATIONAL_PLAN, Action
from shared.modalities.access.national_plans import national_plan
from shared.modalities.access.policy import decide

ON = OfferedOn("national_plan", "/national-plans/{id}", "national_plan_id", named="national_plan")
WHO = "The State whose plan it is, and its country office; the State alone shows it"


def may(case: Case, action: Action) -> bool:
    """Whether the policy lets the reader do it."""
    state = case.state
    thing = national_plan(state["region"], state["party"], (one["party"] for one in state["readers"]))
    return decide(case.visit.actor, action, thing).allowed


def records(visit: Visit) -> bool:
    """Whether the person may record one, for the State that it speaks or enters for."""
    actor = visit.actor
    return decide(actor, RECORD_NATIONAL_PLAN, national_plan(actor.region, lead_for(actor) or "")).allowed


def in_force(case: Case) -> bool:
    """No later one took its place."""
    return bool(case.state["status"] == "in_force")


def plan_act(
    name: str, tail: str, title: str, words: str, action: Action, order: int, said: Callable[[Case, dict[str, Any]], Any], document: str,
    fits: Callable[[Case], bool] = in_force, **more: Any,
) -> Page:  # fmt: skip
    """The page of an act on a national plan."""
    return ON.page(
        name, tail, title, words, said, document, may=lambda case: may(case, action), who=WHO,
        paragraph=action.paragraph, fits=fits, order=order, **more,
    )  # fmt: skip
