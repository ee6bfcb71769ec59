"""What pages of thematic projects share: finding one, and who may do what with it by the policy (WM 2, 3, 18)."""

from collections.abc import Callable
from typing import Any

from services.console.http.acting import Case
from services.console.http.offered import OfferedOn
from services.console.http.page import Page
from services.console.http.visit import Visit
from shared.modalities.access.actions import PROPOSE_PROJECT, VOLUNTEER_AS_CHAMPION, Action
from shared.modalities.access.policy import decide
from shared.modalities.access.projects import project

ON = OfferedOn("project", "/projects/{id}", "project_id", reads="project")
OFFICERS = "Officers of its region alone"
PARTIES = "States and organisations alone, each for itself"


async def find(visit: Visit) -> Case:
    """The project of the address, with the offers tied to it that the person may read. Raises NotFound."""
    return Case(visit, await visit.item("project", visit.place("project_id"), "project"))


def may(case: Case, action: Action) -> bool:
    """Whether the policy lets the reader do it."""
    state = case.state
    champions = ((one["party"], one["answer"]) for one in state["champions"])
    thing = project(state.get("region"), state.get("proposed_by"), state["status"], champions)
    return decide(case.visit.actor, action, thing).allowed


def proposes(visit: Visit) -> bool:
    """Whether the policy lets the person propose one, or open it as an officer."""
    return decide(visit.actor, PROPOSE_PROJECT, project(visit.actor.region, visit.actor.party)).allowed


def mine(case: Case) -> str:
    """How the reader's own party stands to it as a champion: came and answer, e.g. ``approached pending``; "" for not at all."""
    own = [one for one in case.state["champions"] if one["party"] == case.party]
    return f"{own[-1]['came']} {own[-1]['answer']}" if own else ""


def waiting(case: Case) -> list[str]:
    """Who volunteered and waits for the Secretariat."""
    return [
        one["party"] for one in case.state["champions"] if (one["came"], one["answer"]) == ("volunteered", "pending")
    ]


def speaks_for_party(case: Case) -> bool:
    """Whether the person speaks for a State or an organisation that the project is shown to."""
    return may(case, VOLUNTEER_AS_CHAMPION)


def project_act(
    name: str, tail: str, title: str, words: str, action: Action, order: int, said: Any, document: str, who: str, when: str,
    fits: Callable[[Case], bool] = lambda _: True, **more: Any,
) -> Page:  # fmt: skip
    """The page of an act on a project. ``when``: the status that allows it."""
    allowed = more.pop("may", lambda case: may(case, action))
    return ON.page(
        name, tail, title, words, said, document, may=allowed, who=who, paragraph=action.paragraph,
        fits=lambda case: case.state["status"] == when and fits(case), order=order, find=more.pop("find", find), fresh=False,
        **more,
    )  # fmt: skip
