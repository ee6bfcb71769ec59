"""A party says that its package still stands (WM 7)."""

from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.packages import package_act
from shared.modalities.access.actions import REVISE_PACKAGE


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "confirm_package", {"id": case.item["itemId"]}


PAGE = package_act(
    "package_confirmation", "confirmation", "title.package_confirmation", "act.package_confirmation", REVISE_PACKAGE, 3, _said,
    "confirm_package", kept=False,
)  # fmt: skip
