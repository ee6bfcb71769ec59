"""A State says what it makes of a recommendation of the last round (WM 7)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms.of_initiatives import RECOMMENDATION, number, numbered
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said
from services.console.http.initiatives import AT_WORK, ITS_STATE, initiative_act
from shared.modalities.access.actions import ANSWER_RECOMMENDATION


def _last(case: Case) -> dict[str, Any]:
    return case.state["cycles"][-1] if case.state["cycles"] else {"number": 0, "recommendations": []}


def _parts(_: Case) -> tuple[Part, ...]:
    return RECOMMENDATION


def _choices(case: Case) -> Mapping[str, Named]:
    return {"open_recommendations": numbered(_last(case)["recommendations"])}


def _begun(case: Case) -> dict[str, Any]:
    """The first one without a word."""
    first = next((str(one["number"]) for one in _last(case)["recommendations"] if not one.get("answer")), "")
    return {"which": first}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "answer_recommendation", {
        "id": case.item["itemId"], "cycle": _last(case)["number"], "recommendation": number(typed["which"]), "answer": typed["answer"],
        "text": typed.get("text") or None,
    }  # fmt: skip


PAGE = initiative_act(
    "initiative_recommendation", "recommendation", "title.initiative_recommendation", "act.initiative_recommendation", ANSWER_RECOMMENDATION, 7, _said,
    "answer_recommendation", ITS_STATE, when=AT_WORK, fits=lambda case: bool(_last(case)["recommendations"]), parts=_parts,
    choices=_choices, begun=_begun, kept=False,
)  # fmt: skip
