"""A party makes no more offers from its package (WM 7)."""

from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.packages import package_act
from shared.modalities.access.actions import WITHDRAW_PACKAGE


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "withdraw_package", {"id": case.item["itemId"]}


PAGE = package_act(
    "package_withdrawal", "withdrawal", "title.package_withdrawal", "act.package_withdrawal", WITHDRAW_PACKAGE, 4, _said,
    "withdraw_package", kept=False,
)  # fmt: skip
