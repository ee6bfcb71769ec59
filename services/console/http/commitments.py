"""What pages of pledges share: who may do what with one by the policy, and acts on it (WM 13)."""

from collections.abc import Callable, Mapping
from typing import Any

from services.console.http.acting import Case, Named
from services.console.http.lists import to_choose_from
from services.console.http.offered import OfferedOn
from services.console.http.page import Page
from services.console.http.visit import Visit
from shared.modalities.access.actions import READ_NATIONAL_PLAN, RECORD_COMMITMENT, Action
from shared.modalities.access.national_plans import national_plan
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import commitment, of_new_commitment

ON = OfferedOn("commitment", "/commitments/{id}", "commitment_id", named="commitment")
WHO = "The party whose pledge it is; a draft is begun by its State, its country office or its bureau"


def may(case: Case, action: Action) -> bool:
    """Whether the policy lets the reader do it."""
    state = case.state
    return decide(case.visit.actor, action, commitment(state["region"], state["content"]["party"])).allowed


def pledges(visit: Visit) -> bool:
    """Whether the person may record one, for its own party."""
    party = visit.actor.party
    return party is not None and decide(visit.actor, RECORD_COMMITMENT, of_new_commitment(party)).allowed


async def own_plans(visit: Visit) -> dict[str, Any]:
    """National plans of the person's State that are in force, to choose one from."""
    party, found = visit.actor.party or "", list[dict[str, Any]]()
    if decide(visit.actor, READ_NATIONAL_PLAN, national_plan(visit.actor.region, party)).allowed:
        found, _ = await to_choose_from(
            visit, "national_plans", "nationalPlans", lambda one: party in one["parties"], filter={"status": ["in_force"]}
        )  # fmt: skip
    return {"own_plans": found}


def plans_to_choose(case: Case) -> Mapping[str, Named]:
    """As a form offers them."""
    return {"own_plans": [(one["reference"], f"{one['reference']} {one['title']}") for one in case.more["own_plans"]]}


def anyhow(_: Case) -> bool:
    """However it stands."""
    return True


def commitment_act(
    name: str, tail: str, title: str, words: str, action: Action, order: int, said: Callable[[Case, dict[str, Any]], Any], document: str,
    fits: Callable[[Case], bool] = anyhow, **more: Any,
) -> Page:  # fmt: skip
    """The page of an act on a pledge."""
    return ON.page(
        name, tail, title, words, said, document, may=lambda case: may(case, action), who=WHO,
        paragraph=action.paragraph, fits=fits, order=order, **more,
    )  # fmt: skip
