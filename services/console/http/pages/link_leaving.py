"""A party takes its part out of a peer link (WM 1)."""

from typing import Any

from services.console.forms.of_links import LEAVING
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said, in_own_language
from services.console.http.links import PARTIES, link_act
from shared.modalities.access.actions import LEAVE_LINK


def _parts(_: Case) -> tuple[Part, ...]:
    return LEAVING


def _said(case: Case, typed: dict[str, Any]) -> Said:
    reason = typed.get("reason") or None
    return "leave_link", {
        "id": case.item["itemId"],
        "reason": reason,
        "language": typed.get("language") if reason else None,
    }


PAGE = link_act(
    "link_leaving", "leaving", "title.link_leaving", "act.link_leaving", LEAVE_LINK, 5, _said, "leave_link", PARTIES,
    when=("wished", "agreed", "active"), parts=_parts, begun=in_own_language, kept=False,
)  # fmt: skip
