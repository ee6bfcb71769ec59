"""A row that could not be taken says what it should: all of the offer (WM 7)."""

from typing import Any

from services.console.forms import of_imports as forms
from services.console.forms.questions import Part
from services.console.forms.support_offer import body
from services.console.http.acting import Case, Said
from services.console.http.imports import row_act
from services.console.keeping.drafts import merged
from shared.modalities.access.actions import CORRECT_IMPORTED


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.CORRECTION


def _begun(case: Case) -> dict[str, Any]:
    found: dict[str, Any] = case.state["body"]
    return found


def _said(case: Case, typed: dict[str, Any]) -> Said:
    # What the form does not ask stays as the row has it.
    content = body(merged(case.state["body"], typed), case.visit.actor)
    return "correct_imported_row", {"id": case.item["itemId"], "content": content}


PAGE = row_act(
    "import_correction", "content", "title.import_correction", "act.import_correction", CORRECT_IMPORTED, ("quarantined",), 1, _said, "correct_imported_row", "Whose roster it is, and officers of the deployment",
    parts=_parts, begun=_begun, fresh=False, example="row",
)  # fmt: skip
