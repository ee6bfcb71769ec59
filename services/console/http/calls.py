"""What pages of a call for offers share: finding it, whether its reader may answer it now, and how officers end it (WM 17)."""

from typing import Any

from services.console.forms import of_calls as forms
from services.console.http.acting import Case, Said
from services.console.http.offered import OfferedOn
from services.console.http.page import Page
from shared.contracts.shapes.call import TAKES_ANSWERS
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.actions import Action
from shared.modalities.access.policy import decide

ON = OfferedOn("solicitation", "/calls/{id}", "solicitation_id", named="call")
find = ON.find


def may_answer(case: Case) -> bool:
    """Whether the reader's own party is asked, by the policy, and the call takes answers."""
    return _may(case, a.ANSWER_CALL) and case.state["status"] in TAKES_ANSWERS


def reads_request(case: Case) -> bool:
    """Whether the policy lets the reader read the request that is asked for, and not what is shown of it alone."""
    asking = case.state.get("requesting_states") or ()
    return decide(case.visit.actor, a.READ_REQUEST, resources.request(case.state.get("region"), asking)).allowed


def _may(case: Case, action: Action) -> bool:
    thing = resources.solicitation(case.state.get("region"), case.state["approached"])
    return decide(case.visit.actor, action, thing).allowed


def ending(name: str, title: str, words: str, action: Action, document: str, until: tuple[str, ...]) -> Page:
    """The page by which an officer ends a call, with the reason; ``until``: statuses in which there is something to end."""

    def said(case: Case, typed: dict[str, Any]) -> Said:
        return document, {"id": case.item["itemId"], "reason": typed["reason"]}

    return ON.page(
        name, name.removeprefix("call_"), title, words, said, document, may=lambda case: _may(case, action),
        fits=lambda case: case.state["status"] in until, who="Officers of its region alone", paragraph=action.paragraph,
        parts=lambda _: forms.ENDING, kept=False,
    )  # fmt: skip
