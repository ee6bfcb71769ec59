"""A party changes its package; what was offered from it stays (WM 7)."""

from dataclasses import replace
from typing import Any

from services.console.forms import of_packages as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.packages import choices, package_act, with_experts
from shared.modalities.access.actions import REVISE_PACKAGE


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.PACKAGE


def _begun(case: Case) -> dict[str, Any]:
    content: dict[str, Any] = case.state["content"]
    return content


def _said(case: Case, typed: dict[str, Any]) -> Said:
    # What no question asks stays as it is.
    kept = {"bureaux": case.state["content"].get("bureaux") or []}
    return "revise_package", {"id": case.item["itemId"], "content": forms.body(typed, kept)}


_ACT = package_act(
    "package_revise", "revise", "title.package_revise", "act.package_revise", REVISE_PACKAGE, 2, _said, "revise_package",
    parts=_parts, begun=_begun, choices=choices, find=with_experts, fresh=False,
)  # fmt: skip
PAGE = replace(_ACT, documents=(*_ACT.documents, "own_experts"))
