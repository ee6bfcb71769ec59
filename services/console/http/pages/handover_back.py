"""A person in Geneva takes an order back, while nothing has moved (WM 6)."""

from typing import Any

from services.console.forms import of_handovers as forms
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page
from services.console.http.handovers import ALL, find, may
from shared.modalities.access.actions import CALL_BACK_HANDOVER
from shared.modalities.errors import Conflict, NotPermitted
from shared.modalities.paragraphs import P6


def _check(case: Case) -> None:
    if not may(case.visit, CALL_BACK_HANDOVER):
        raise NotPermitted("not_permitted", "A person in Geneva alone takes the order back", P6)
    if case.item["status"] != "ordered":
        raise Conflict("handover_begun", "The country has begun to move, or the order was taken back", P6)


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.BACK


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "call_back_handover", {"id": case.item["itemId"], "reason": typed["reason"]}


PAGE = act_page(
    Act(
        "handover_back", ALL + "/{handover_id}/calling-back", "title.handover_back", "act.handover_back",
        ("handovers", "call_back_handover"), find, _check, _said, ALL, parts=_parts, versioned=False,
        example={"handover_id": "handover"},
    )
)  # fmt: skip
