"""One edition of a report: its figures, what stands beside them, how it is cited (WM 21). It prints as it stands."""

from typing import Any

from services.console.http.editions import find, tables
from services.console.http.offered import offered
from services.console.http.page import Page, Shown, View
from services.console.http.steps import steps_of
from services.console.http.visit import Visit
from shared.contracts.shapes.edition import EditionState, is_intact
from shared.modalities.access.actor import Role


async def show(visit: Visit) -> Shown:
    """For everybody once it is published, with what they are shown of it."""
    case = await find(visit)
    state, signed_in = EditionState.model_validate(case.state), visit.actor.role is not Role.PUBLIC
    frozen: dict[str, Any] = case.state.get("frozen") or {}
    worded = sorted(state.narratives, key=lambda one: one.language != visit.words.language)
    data = {
        "item": case.item, "state": case.state, "written": case.item["follows"], "whole": bool(frozen.get("figures")),
        "acts": offered("edition", case) if signed_in else [], "narratives": worded, "lacking": state.lacking(),
        "steps": steps_of(case.item, visit.actor.party) if signed_in else [], "intact": is_intact(state),
        "tables": list(tables(visit.words, frozen.get("figures") or frozen.get("shown") or ())), "frozen": frozen,
    }  # fmt: skip
    return View("title.edition", data)


PAGE = Page(
    "edition", "/reports/{edition_id}", "edition", ("edition", "edition_published"), show, public=True,
    example={"edition_id": "edition"},
)  # fmt: skip
