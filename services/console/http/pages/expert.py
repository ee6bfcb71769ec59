"""One expert: the profile, when it is away, where it was sent, and what may be done with it (WM 7)."""

from typing import Any

from services.console.http.acting import Case
from services.console.http.experts import ON, days, may, standing
from services.console.http.offered import offered
from services.console.http.page import Page, Shown, View
from services.console.http.steps import steps_of
from services.console.http.visit import Visit
from shared.modalities.access.actions import READ_EXPERT_PERSON, READ_EXPERT_WHOLE
from shared.modalities.errors import NotFound, Retryable


async def show(visit: Visit) -> Shown:
    """As its reader may see it; who it is where that is released to the reader."""
    case = await ON.find(visit)
    item, state = case.item, case.state
    people = await _people(case)
    data = {
        "item": item, "state": state, "steps": steps_of(item, visit.actor.party), "written": item["follows"],
        "acts": offered("expert", case), "standing": standing(visit, state), "whole": may(case, READ_EXPERT_WHOLE),
        "away": [days(visit.words, one) for one in state["unavailable"]], "asked": people is not None,
        "sent": [one | {"days": days(visit.words, one["period"]), "person": (people or {}).get(one["number"])}
                 for one in state["deployments"]],
    }  # fmt: skip
    return View(item["title"] or item["reference"] or "title.expert", data)


async def _people(case: Case) -> dict[int, dict[str, Any]] | None:
    """Who the expert is, by deployment, as far as the reader may know; None: its owner cannot be asked from here just now."""
    if not case.state["deployments"] or not may(case, READ_EXPERT_PERSON):
        return {}
    try:
        found = (await case.visit.ask("expert_people", id=case.item["itemId"]))["expertPeople"]
    except (Retryable, NotFound):
        return None
    return {one["number"]: one for one in found}


PAGE = Page(
    "expert", "/experts/{expert_id}", "expert", ("item", "expert_people"), show, example={"expert_id": "expert"}
)
