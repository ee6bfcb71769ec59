"""A side records a round of the audit: sample, what it lacks, what is recommended, what became of the round before (WM 7)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms.of_initiatives import CYCLE, cycle_body, numbered
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said
from services.console.http.initiatives import SIDES, initiative_act
from shared.modalities.access.actions import RECORD_CYCLE


def _parts(_: Case) -> tuple[Part, ...]:
    return CYCLE


def _taken_up(case: Case) -> list[dict[str, Any]]:
    last = case.state["cycles"][-1]["recommendations"] if case.state["cycles"] else []
    return [one for one in last if one.get("answer") != "not_accepted"]


def _begun(case: Case) -> dict[str, Any]:
    """In the language of the page, with what the State took up of the round before."""
    return {
        "language": case.visit.words.language,
        "follow_ups": [{"recommendation": str(one["number"])} for one in _taken_up(case)],
    }


def _choices(case: Case) -> Mapping[str, Named]:
    return {"open_recommendations": numbered(_taken_up(case))}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "record_audit_cycle", {"id": case.item["itemId"], "cycle": cycle_body(typed)}


PAGE = initiative_act(
    "initiative_cycle", "cycles", "title.initiative_cycle", "act.initiative_cycle", RECORD_CYCLE, 6, _said, "record_audit_cycle", SIDES, when=("running",),
    fits=lambda case: bool(case.state["content"]["kind"] == "quality_assurance"), parts=_parts, begun=_begun, choices=_choices,
)  # fmt: skip
