"""A party gives its endpoint a new secret, shown once; the old one signs as well for a while (WM 3)."""

from typing import Any

from services.console.forms import of_endpoints as forms
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page
from services.console.http.endpoints import EXAMPLE, ONE, PATH, find, own


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.ROTATION


def _begun(_: Case) -> dict[str, Any]:
    return {"overlap_h": "24"}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "rotate_endpoint", {"id": case.item["itemId"], "overlap_h": float(typed["overlap_h"] or 24)}


PAGE = act_page(
    Act(
        "endpoint_rotation", f"{PATH}/rotation", "title.endpoint_rotation", "act.endpoint_rotation",
        ("endpoints", "rotate_endpoint"), find, own, _said, ONE, parts=_parts, begun=_begun, example=EXAMPLE, once="secret",
    )
)  # fmt: skip
