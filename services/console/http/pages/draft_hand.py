"""A party is invited to a draft: to edit and comment, or to comment alone (WM 3)."""

from typing import Any

from services.console.forms import of_drafts as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.preparing import draft_act
from shared.modalities.access.actions import SHARE_DRAFT


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.HAND


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "share_draft", {"id": case.item["itemId"], "party": typed["party"], "role": typed["role"]}


PAGE = draft_act(
    "draft_hand", "hands", "title.draft_hand", "act.draft_hand", SHARE_DRAFT, 5, _said, "share_draft", "The State and its country office alone",
    parts=_parts,
)  # fmt: skip
