"""What pages of declared crises share: finding one, and who may do what with it by the policy (WM 12)."""

from collections.abc import Mapping
from typing import Any

from services.console.http.acting import Case, Named
from services.console.http.offered import OfferedOn
from services.console.http.options import by_name
from services.console.http.page import Page
from shared.contracts.reference.states import states
from shared.contracts.vocabulary import deployment_of_country
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Role
from shared.modalities.access.crises import crisis
from shared.modalities.access.policy import decide

ON = OfferedOn("crisis", "/crises/{id}", "crisis_id", reads="crisis")


async def find(visit: Any) -> Case:
    """The crisis of the address, with what is open of its States. Raises NotFound, also for who may not know of it."""
    return Case(visit, await visit.item("crisis", visit.place("crisis_id"), "crisis"))


def may(case: Case, action: Action) -> bool:
    """Whether the policy lets the reader do it."""
    state = case.state
    thing = crisis(state.get("region"), [one["party"] for one in state["states"]], bool(state.get("open_to_others")))
    return decide(case.visit.actor, action, thing).allowed


def countries(case: Case) -> Mapping[str, Named]:
    """States that the officer's deployment serves by the code list; in Geneva every State. The owner has the last word."""
    actor, today = case.visit.actor, case.visit.desk.clock.now().date()

    known = [
        code
        for code in states()
        if actor.role == Role.GENEVA_OFFICER or deployment_of_country(code, today) == actor.region
    ]
    return {"crisis_states": by_name(case.visit.words, (f"iso3166:{code}" for code in known))}


def crisis_act(
    name: str, tail: str, title: str, words: str, action: Action, order: int, said: Any, document: str, who: str, *,
    when: tuple[str, ...] = ("declared",), **more: Any,
) -> Page:  # fmt: skip
    """The page of an act on a crisis; ``when``: statuses that allow it."""
    return ON.page(
        name, tail, title, words, said, document, may=lambda case: may(case, action), who=who,
        fits=lambda case: case.state["status"] in when, paragraph=action.paragraph, order=order, find=find, fresh=False, **more,
    )  # fmt: skip
