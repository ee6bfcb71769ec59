"""A party says when its expert cannot be sent (WM 7)."""

from typing import Any

from services.console.forms import of_experts as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.experts import expert_act
from shared.modalities.access.actions import REVISE_EXPERT


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.AWAY


def _begun(case: Case) -> dict[str, Any]:
    """What was said before."""
    return {"unavailable": case.state["unavailable"]}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "expert_away", {"id": case.item["itemId"], "unavailable": [forms.days(one) for one in typed["unavailable"]]}


PAGE = expert_act(
    "expert_away",
    "unavailability",
    "title.expert_away",
    "act.expert_away",
    REVISE_EXPERT,
    1,
    _said,
    "expert_away",
    parts=_parts,
    begun=_begun,
)
