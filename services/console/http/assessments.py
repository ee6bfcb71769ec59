"""What pages of capacity assessments share: finding one, who may do what with it by the policy, and acts on it (WM 13, 14)."""

from collections.abc import Callable
from typing import Any

from services.console.forms.support_request import lead_for
from services.console.http.acting import Case
from services.console.http.offered import OfferedOn
from services.console.http.page import Page
from services.console.http.visit import Visit
from shared.contracts.shapes.assessment import OPEN
from shared.modalities.access.actions import PLAN_ASSESSMENT, Action
from shared.modalities.access.assessments import assessment
from shared.modalities.access.policy import decide

ON = OfferedOn("assessment", "/assessments/{id}", "assessment_id", named="assessment")
WHO = "The State whose capacity it is, and its country office; the State alone validates and shows it"


def may(case: Case, action: Action) -> bool:
    """Whether the policy lets the reader do it."""
    state = case.state
    hands = ((one["party"], one["role"]) for one in state["hands"])
    return decide(case.visit.actor, action, assessment(state["region"], state["party"], hands)).allowed


def plans(visit: Visit) -> bool:
    """Whether the person may plan one, for the State that it speaks or enters for."""
    actor = visit.actor
    return decide(actor, PLAN_ASSESSMENT, assessment(actor.region, lead_for(actor) or "")).allowed


def is_open(case: Case) -> bool:
    """It is still worked on."""
    return case.state["status"] in OPEN


def assessment_act(
    name: str, tail: str, title: str, words: str, action: Action, order: int, said: Callable[[Case, dict[str, Any]], Any], document: str,
    fits: Callable[[Case], bool] = is_open, **more: Any,
) -> Page:  # fmt: skip
    """The page of an act on an assessment."""
    return ON.page(
        name, tail, title, words, said, document, may=lambda case: may(case, action), who=WHO,
        paragraph=action.paragraph, fits=fits, order=order, **more,
    )  # fmt: skip
