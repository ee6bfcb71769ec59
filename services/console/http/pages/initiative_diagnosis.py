"""A side writes the joint diagnosis down; another one is asked whether it stands by it (WM 7)."""

from typing import Any

from services.console.forms.of_initiatives import DIAGNOSIS
from services.console.forms.questions import Part, pruned
from services.console.http.acting import Case, Said
from services.console.http.initiatives import AT_WORK, SIDES, initiative_act
from shared.modalities.access.actions import DIAGNOSE


def _parts(_: Case) -> tuple[Part, ...]:
    return DIAGNOSIS


def _begun(case: Case) -> dict[str, Any]:
    """As it is written, or empty in the language of the page."""
    return case.state.get("diagnosis") or {"language": case.visit.words.language}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "diagnose", {"id": case.item["itemId"], "diagnosis": {"areas": [], **(pruned(typed) or {})}}


PAGE = initiative_act(
    "initiative_diagnosis", "diagnosis", "title.initiative_diagnosis", "act.initiative_diagnosis", DIAGNOSE, 3, _said, "diagnose", SIDES, when=AT_WORK,
    fits=lambda case: not case.state["cycles"], parts=_parts, begun=_begun,
)  # fmt: skip
