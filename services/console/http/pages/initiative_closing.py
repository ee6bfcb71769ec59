"""A State says how it went; officers end early what the Secretariat does not carry on (WM 11)."""

from typing import Any

from services.console.forms.of_initiatives import CLOSING
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said, in_own_language
from services.console.http.initiatives import initiative_act
from shared.modalities.access.actions import CLOSE_INITIATIVE


def _parts(_: Case) -> tuple[Part, ...]:
    return CLOSING


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "close_initiative", {
        "id": case.item["itemId"], "text": typed["text"], "language": typed["language"], "early": typed["end"] == "early",
        "judged": typed.get("judged") or None,
    }  # fmt: skip


PAGE = initiative_act(
    "initiative_closing", "closing", "title.initiative_closing", "act.initiative_closing", CLOSE_INITIATIVE, 10, _said, "close_initiative",
    "Its State, and the officers of its region to end it early", when=("proposed", "agreed", "running"), parts=_parts,
    begun=in_own_language, kept=False,
)  # fmt: skip
