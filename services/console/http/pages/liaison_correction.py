"""An officer corrects what was noted of a contact; what stood there before stays (WM 6)."""

from typing import Any

from services.console.forms import of_liaisons as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.liaisons import choices, liaison_act
from shared.contracts.filter_values import STATUSES
from shared.modalities.access.actions import CORRECT_LIAISON


def _parts(case: Case) -> tuple[Part, ...]:
    return forms.SETTLED_CORRECTION if case.state.get("end") else forms.CORRECTION


def _begun(case: Case) -> dict[str, Any]:
    return forms.begun(case.state)


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "correct_liaison", {
        "id": case.item["itemId"], "content": forms.liaison_body(typed), "reason": typed["reason"],
    }  # fmt: skip


PAGE = liaison_act(
    "liaison_correction", "correction", "title.liaison_correction", "act.liaison_correction", CORRECT_LIAISON, 2, _said, "correct_liaison",
    when=STATUSES["liaison"], parts=_parts, begun=_begun, choices=choices,
)  # fmt: skip
