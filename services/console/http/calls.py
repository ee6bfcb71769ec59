"""What pages of a call for offers share: finding it, whether its reader may answer it now, and how officers end it (WM 17)."""

from dataclasses import dataclass
from typing import Any

from services.console.forms import of_calls as forms
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page
from services.console.http.page import Page
from services.console.http.visit import Visit
from shared.contracts.shapes.call import TAKES_ANSWERS
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.actions import Action
from shared.modalities.access.policy import decide
from shared.modalities.errors import Conflict, NotPermitted


async def find(visit: Visit) -> Case:
    """The call of the address. Raises NotFound, also for who may not know of it."""
    return Case(visit, await visit.item("item", visit.place("solicitation_id"), "solicitation"))


def may_answer(case: Case) -> bool:
    """Whether the reader's own party is asked, by the policy, and the call takes answers."""
    return _may(case, a.ANSWER_CALL) and case.state["status"] in TAKES_ANSWERS


def _may(case: Case, action: Action) -> bool:
    thing = resources.solicitation(case.state.get("region"), case.state["approached"])
    return decide(case.visit.actor, action, thing).allowed


@dataclass(frozen=True)
class CallAct(Act):
    """How an officer ends a call; ``until``: statuses in which there is something to end."""

    action: Action | None = None
    until: tuple[str, ...] = TAKES_ANSWERS


def ending(name: str, title: str, words: str, action: Action, document: str, until: tuple[str, ...]) -> Page:
    """The page by which an officer ends a call, with the reason."""

    def check(case: Case) -> None:
        if not _may(case, action):
            raise NotPermitted("not_permitted", "Officers of its region alone", action.paragraph)
        if case.state["status"] not in until:
            raise Conflict(f"call_{case.state['status']}", "The call is at its end already", action.paragraph)

    act = CallAct(
        name, f"/calls/{{solicitation_id}}/{name.removeprefix('call_')}", title, words, ("item", document), find, check,
        lambda case, typed: _ended(document, case, typed), "/calls/{id}", parts=_reason, kept=False,
        example={"solicitation_id": "solicitation"}, action=action, until=until,
    )  # fmt: skip
    return act_page(act)


def _reason(_: Case) -> tuple[Part, ...]:
    return forms.ENDING


def _ended(document: str, case: Case, typed: dict[str, Any]) -> Said:
    return document, {"id": case.item["itemId"], "reason": typed["reason"]}


def offered(pages: tuple[Page, ...], case: Case) -> list[Act]:
    """How the reader may end a call now."""
    acts = [page.act for page in pages if isinstance(page.act, CallAct)]
    return [one for one in acts if one.action and _may(case, one.action) and case.state["status"] in one.until]
