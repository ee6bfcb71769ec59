"""An officer confirms a match that both sides accepted, with channel and way of delivery (WM 19, 20)."""

from typing import Any

from services.console.forms import of_matches as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.matches import accepted, match_act
from shared.modalities.access.actions import CONFIRM_MATCH


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.CONFIRMATION


def _said(case: Case, typed: dict[str, Any]) -> Said:
    asked = {"channel": typed["channel"], "mode": typed["delivery_mode"]}
    return "confirm_match", asked | {"id": case.item["itemId"]}


PAGE = match_act(
    "confirmation", "title.confirmation", "act.confirmation", CONFIRM_MATCH, 0, _said, "confirm_match",
    ready=accepted, parts=_parts, kept=False,
)  # fmt: skip
