"""What pages of packages of support share: finding one of one's own, and acts on it (WM 7, 18)."""

from collections.abc import Callable, Mapping
from typing import Any

from services.console.http.acting import Case, Named
from services.console.http.experts import own_experts
from services.console.http.offered import OfferedOn
from services.console.http.options import by_name
from services.console.http.page import Page
from services.console.http.visit import Visit
from shared.contracts.reference.states import states
from shared.modalities.access.actions import PREPARE_PACKAGE, Action
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_party

ON = OfferedOn("package", "/packages/{id}", "package_id", named="package")
WHO = "States and organisations, each for its own packages"


def may(visit: Visit, action: Action) -> bool:
    """Whether the policy lets the person do it in its own party's name."""
    actor = visit.actor
    return decide(actor, action, of_party(actor.party or "", actor.region)).allowed


def prepares(visit: Visit) -> bool:
    """Whether the person may prepare one."""
    return may(visit, PREPARE_PACKAGE)


def choices(case: Case) -> Mapping[str, Named]:
    """States by their names, and one's own experts."""
    named = by_name(case.visit.words, (f"iso3166:{code}" for code in states()))
    return {"states": named, "own_experts": case.more["experts"]}


async def with_experts(visit: Visit) -> Case:
    """The package of the address, with the experts that it may name."""
    found = await ON.find(visit)
    return Case(visit, found.item, {"experts": await own_experts(visit)})


def package_act(
    name: str, tail: str, title: str, words: str, action: Action, order: int, said: Callable[[Case, dict[str, Any]], Any],
    document: str, **more: Any,
) -> Page:  # fmt: skip
    """The page of an act on a package that stands."""
    return ON.page(
        name, tail, title, words, said, document, may=lambda case: may(case.visit, action), who=WHO, paragraph=action.paragraph,
        fits=lambda case: case.state["status"] == "prepared", order=order, **more,
    )  # fmt: skip
