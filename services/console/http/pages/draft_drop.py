"""A draft comes to nothing: by the State, or the office that began it (WM 8)."""

from typing import Any

from services.console.forms import of_drafts as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.preparing import draft_act
from shared.modalities.access.actions import DROP_DRAFT


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.DROP


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "drop_draft", {"id": case.item["itemId"], "reason": typed["reason"]}


PAGE = draft_act(
    "draft_drop", "drop", "title.draft_drop", "act.draft_drop", DROP_DRAFT, 9, _said, "drop_draft", "The State that leads, or the office that began it",
    parts=_parts, leads_to="/drafts",
)  # fmt: skip
