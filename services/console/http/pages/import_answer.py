"""The party that a row of others' roster names says itself whether it offers that (WM 18)."""

from typing import Any

from services.console.forms import of_imports as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.imports import row_act
from shared.modalities.access.actions import AGREE_TO_OFFER, DECLINE_OFFER


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.ANSWER


def _said(case: Case, typed: dict[str, Any]) -> Said:
    said = {"answer": typed["answer"], "reason": typed["reason"] or None}
    return "answer_imported_row", {"id": case.item["itemId"], **said}


PAGE = row_act(
    "import_answer", "answer", "title.import_answer", "act.import_answer", AGREE_TO_OFFER, ("proposed",), 1, _said, "answer_imported_row", "The party that the row names, for itself alone",
    also=(DECLINE_OFFER,), parts=_parts, leads_to="/imports", example="row",
)  # fmt: skip
