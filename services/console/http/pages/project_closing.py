"""An officer closes a thematic project at its end, and says how it ended (WM 2, 18)."""

from typing import Any

from services.console.forms.of_projects import WORDS
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said, in_own_language
from services.console.http.projects import OFFICERS, project_act
from shared.modalities.access.actions import CLOSE_PROJECT


def _parts(_: Case) -> tuple[Part, ...]:
    return WORDS


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "close_project", {"id": case.item["itemId"], "reason": typed["reason"], "language": typed["language"]}


PAGE = project_act(
    "project_closing", "closing", "title.project_closing", "act.project_closing", CLOSE_PROJECT, 9, _said, "close_project", OFFICERS, "open", parts=_parts,
    begun=in_own_language, kept=False,
)  # fmt: skip
