"""A row leaves quarantine: as an offer of one's own, or as a proposal to the party that it names (WM 7, 18)."""

from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.imports import row_act
from shared.modalities.access.actions import RELEASE_IMPORTED


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "release_imported_row", {"id": case.item["itemId"]}


PAGE = row_act(
    "import_release", "release", "title.import_release", "act.import_release", RELEASE_IMPORTED, ("quarantined",), 2, _said, "release_imported_row", "Whose roster it is, and officers of the deployment",
    fresh=False, example="row",
)  # fmt: skip
