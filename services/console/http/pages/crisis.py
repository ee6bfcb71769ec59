"""One declared crisis: what the Secretariat says, what its States say, what is open of theirs, and what can begin at once (WM 12)."""

from typing import Any

from services.console.http.acting import Case
from services.console.http.crises import find
from services.console.http.offered import offered
from services.console.http.page import Page, Shown, View
from services.console.http.pages.ready import best_of
from services.console.http.steps import steps_of
from services.console.http.visit import Visit
from shared.modalities.errors import Retryable

MOST_AREAS = 24
"""Areas that are looked for at once."""
MOST = 10
"""Offers that are shown of an area."""


async def show(visit: Visit) -> Shown:
    """As its reader sees it."""
    case = await find(visit)
    asked = [
        one | {"doing": steps_of(one, visit.actor.party), "names_it": _names(one, case)}
        for one in case.item["openRequests"]
    ]
    data = {
        "item": case.item, "state": case.state, "written": case.item["follows"], "acts": offered("crisis", case),
        "steps": steps_of(case.item, visit.actor.party), "asked": asked, "found": await _ready(case), "most": MOST,
    }  # fmt: skip
    return View("title.crisis", data)


def _names(request: dict[str, Any], case: Case) -> bool:
    return bool((request.get("crisis") or {}).get("itemId") == case.item["itemId"])


async def _ready(case: Case) -> list[dict[str, Any]] | None:
    """For officers, what can begin at once in the areas of what is open; None while its owner is away: the page is shown."""
    areas = sorted({area for one in case.item["openRequests"] for area in one["functionalAreas"]})[:MOST_AREAS]
    if not case.visit.is_officer or not areas or case.state["status"] != "declared":
        return []
    first = case.state["states"][0]["party"]
    try:
        found = await case.visit.ask(
            "ready_in_crisis", areas=areas, state=first, region=case.state["region"], first=MOST + 1
        )
    except Retryable:
        return None
    return best_of(found["readyOffers"], MOST)


PAGE = Page(
    "crisis", "/crises/{crisis_id}", "crisis", ("crisis", "ready_in_crisis"), show, example={"crisis_id": "crisis"}
)
