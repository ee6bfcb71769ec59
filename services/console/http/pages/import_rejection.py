"""A row of a roster becomes no offer; a proposal is taken back by it too (WM 7)."""

from typing import Any

from services.console.forms import of_imports as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.imports import row_act
from shared.modalities.access.actions import REJECT_IMPORTED


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.REJECTION


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "reject_imported_row", {"id": case.item["itemId"], "reason": typed["reason"]}


PAGE = row_act(
    "import_rejection", "rejection", "title.import_rejection", "act.import_rejection", REJECT_IMPORTED, ("quarantined", "proposed"), 3, _said, "reject_imported_row",
    "Whose roster it is, and officers of the deployment", parts=_parts, fresh=False, example="row",
)  # fmt: skip
