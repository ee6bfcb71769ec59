"""A party starts an endpoint again that was stopped because its calls failed, with what it missed first (WM 3)."""

from typing import Any

from services.console.forms import of_endpoints as forms
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page
from services.console.http.endpoints import EXAMPLE, ONE, PATH, find, own


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.ENABLING


def _begun(_: Case) -> dict[str, Any]:
    return {"replay_missed": True}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "enable_endpoint", {"id": case.item["itemId"], "replay_missed": bool(typed["replay_missed"])}


PAGE = act_page(
    Act(
        "endpoint_enabling", f"{PATH}/enabling", "title.endpoint_enabling", "act.endpoint_enabling",
        ("endpoints", "enable_endpoint"), find, own, _said, ONE, parts=_parts, begun=_begun, fresh=False, example=EXAMPLE,
    )
)  # fmt: skip
