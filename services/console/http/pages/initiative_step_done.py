"""A side says that a step of its own was done (WM 11)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms.of_initiatives import STEP_DONE, number, numbered
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said
from services.console.http.initiatives import SIDES, initiative_act, side
from shared.modalities.access.actions import RECORD_STEP


def _open(case: Case) -> list[dict[str, Any]]:
    return [one for one in case.state["steps"] if one["by"] == side(case) and not one.get("done_on")]


def _parts(_: Case) -> tuple[Part, ...]:
    return STEP_DONE


def _choices(case: Case) -> Mapping[str, Named]:
    return {"own_steps": numbered(_open(case))}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "record_initiative_step", {
        "id": case.item["itemId"],
        "step": number(typed["step"]),
        "doneOn": typed["done_on"],
    }


PAGE = initiative_act(
    "initiative_step_done", "steps/done", "title.initiative_step_done", "act.initiative_step_done", RECORD_STEP, 5, _said, "record_initiative_step", SIDES,
    when=("running",), fits=lambda case: bool(_open(case)), parts=_parts, choices=_choices,
)  # fmt: skip
