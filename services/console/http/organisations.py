"""What pages of organisations share: finding one, and who may do what with it by the policy (WM 3)."""

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from services.console.http.acting import Case, Named
from services.console.http.offered import OfferedOn
from services.console.http.page import Page
from services.console.http.visit import Visit
from shared.contracts.vocabulary import code_list
from shared.modalities.access.actions import APPLY_AS_ORGANISATION, DECIDE_ORGANISATION, Action
from shared.modalities.access.organisations import deciding, of_new_organisation, organisation
from shared.modalities.access.policy import decide

ON = OfferedOn("organisation", "/organisations/{id}", "organisation_id", named="organisation")
OF_STATES = ("state", "group_of_states")
WHO = {"applied": "Who applied, and the officers who decide", "registered": "Officers of its region"}


def applies(visit: Visit) -> bool:
    """Whether the policy lets the person ask that an organisation be registered."""
    actor = visit.actor
    return decide(actor, APPLY_AS_ORGANISATION, of_new_organisation(actor.party or "", actor.region or "")).allowed


def may(case: Case, action: Action) -> bool:
    """Whether the policy lets the reader do it; who decides follows from where the organisation works."""
    state = case.state
    if action is DECIDE_ORGANISATION:
        action = deciding(SimpleNamespace(**state))
    thing = organisation(state["region"], state["status"], state.get("applicant"))
    return decide(case.visit.actor, action, thing).allowed


def kinds(case: Case) -> Mapping[str, Named]:
    """Kinds that an organisation can be."""
    words = case.visit.words
    return {
        "organisation_kinds": [
            (one, words.choice("party_kinds", one)) for one in code_list("party_kinds") if one not in OF_STATES
        ]
    }


def organisation_act(
    name: str, tail: str, title: str, words: str, action: Action, order: int, said: Callable[[Case, dict[str, Any]], Any], document: str, *, status: str, **more: Any
) -> Page:  # fmt: skip
    """The page of an act on an organisation; ``status``: at which it makes sense."""
    return ON.page(
        name, tail, title, words, said, document, may=lambda case: may(case, action), who=WHO[status],
        fits=lambda case: case.state["status"] == status, paragraph=action.paragraph, order=order, **more,
    )  # fmt: skip
