"""An officer says what became of what the Secretariat owed after a contact: done, or dropped with words (WM 6)."""

from typing import Any

from services.console.forms import of_liaisons as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.liaisons import liaison_act
from shared.modalities.access.actions import FOLLOW_UP_LIAISON


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.FOLLOW_UP


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "follow_up_liaison", {
        "id": case.item["itemId"], "outcome": typed["outcome"], "words": typed["words"],
    }  # fmt: skip


PAGE = liaison_act(
    "liaison_follow_up", "follow-up", "title.liaison_follow_up", "act.liaison_follow_up", FOLLOW_UP_LIAISON, 1, _said, "follow_up_liaison",
    when=("owed",), parts=_parts, template="liaison_act", kept=False,
)  # fmt: skip
