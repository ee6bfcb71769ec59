"""A side plans the steps that are to be done, each with a day and a side (WM 11)."""

from typing import Any

from services.console.forms.of_initiatives import STEPS
from services.console.forms.questions import Part, pruned
from services.console.http.acting import Case, Said
from services.console.http.initiatives import AT_WORK, SIDES, initiative_act
from shared.modalities.access.actions import PLAN_INITIATIVE


def _parts(_: Case) -> tuple[Part, ...]:
    return STEPS


def _fits(case: Case) -> bool:
    """Steps of the quality-assurance initiative follow from a joint diagnosis."""
    said = case.state.get("diagnosis")
    joint = said is not None and "state" in said["said_by"] and len(said["said_by"]) > 1
    return joint or case.state["content"]["kind"] == "pilot"


def _begun(case: Case) -> dict[str, Any]:
    """What is planned and not done."""
    return {"steps": [one for one in case.state["steps"] if not one.get("done_on")]}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "plan_initiative", {"id": case.item["itemId"], "steps": (pruned(typed) or {}).get("steps", [])}


PAGE = initiative_act(
    "initiative_steps", "steps", "title.initiative_steps", "act.initiative_steps", PLAN_INITIATIVE, 4, _said, "plan_initiative", SIDES, when=AT_WORK,
    fits=_fits, parts=_parts, begun=_begun,
)  # fmt: skip
