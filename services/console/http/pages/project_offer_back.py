"""A party takes its own offer back from a thematic project; it stays on the roster (WM 18)."""

from typing import Any

from services.console.http.acting import Act, Case, Said, act_page
from services.console.http.projects import find
from shared.modalities.errors import Conflict, NotFound
from shared.modalities.paragraphs import P18


def _check(case: Case) -> None:
    which = case.visit.place("offer_id")
    if not any((one["offer_id"], one["party"]) == (which, case.party) for one in case.state["offers"]):
        raise NotFound("not_found", "There is no such offer of yours in it")
    if case.state["status"] != "open":
        raise Conflict(f"project_{case.state['status']}", "It is not at that point", P18)


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "detach_offer", {"id": case.item["itemId"], "offer": case.visit.place("offer_id")}


PAGE = act_page(
    Act(
        "project_offer_back", "/projects/{project_id}/offers/{offer_id}/withdrawal", "title.project_offer_back",
        "act.project_offer_back", ("project", "detach_offer"), find, _check, _said, "/projects/{id}", fresh=False,
        versioned=False, example={"project_id": "project", "offer_id": "offer"},
    )
)  # fmt: skip
