"""An officer notes a consultation that was held before a match is confirmed (WM 11)."""

from typing import Any

from services.console.forms import of_matches as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.matches import match_act
from shared.modalities.access.actions import CONSULT


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.HELD


def _said(case: Case, typed: dict[str, Any]) -> Said:
    held = forms.held_body(typed)
    asked = {"party": held["party"], "summary": held["summary"], "heldAt": held["held_at"]}
    return "consult_match", asked | {"id": case.item["itemId"]}


PAGE = match_act(
    "consultation", "title.consultation", "act.consultation", CONSULT, 1, _said, "consult_match", parts=_parts,
    fresh=False,
)  # fmt: skip
