"""One organisation: what it is called since when, and for its applicant and officers the whole application (WM 3)."""

from typing import Any

from services.console.http.acting import Case
from services.console.http.offered import offered
from services.console.http.organisations import ON, may
from services.console.http.page import Page, Shown, View
from services.console.http.steps import steps_of
from services.console.http.visit import Visit
from shared.modalities.access.actions import KEEP_ORGANISATION, READ_ORGANISATION_WHOLE
from shared.modalities.errors import NotFound, Retryable


async def show(visit: Visit) -> Shown:
    """As its reader may see it; who bears a name like it for the officer who decides."""
    case = await ON.find(visit)
    item, state = case.item, case.state
    data = {
        "item": item, "state": state, "steps": steps_of(item, visit.actor.party), "written": item["follows"],
        "acts": offered("organisation", case), "whole": may(case, READ_ORGANISATION_WHOLE), "alike": await _alike(case),
        "party": f"org:{state['code']}" if state.get("code") else None,
    }  # fmt: skip
    names = state["names"][-1]["names"] if state["names"] else state["content"]["names"]
    return View(names[0]["name"], data)


async def _alike(case: Case) -> list[dict[str, Any]] | None:
    """For an officer, while it waits; None where nobody is told, or its owner cannot be asked from here just now."""
    if case.state["status"] != "applied" or not may(case, KEEP_ORGANISATION):
        return None
    try:
        found: list[dict[str, Any]] = (await case.visit.ask("alike_organisations", id=case.item["itemId"]))[
            "alikeOrganisations"
        ]
    except (Retryable, NotFound):
        return None
    return found


PAGE = Page(
    "organisation", "/organisations/{organisation_id}", "organisation", ("item", "alike_organisations"), show,
    example={"organisation_id": "organisation"},
)  # fmt: skip
