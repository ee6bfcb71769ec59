"""An officer opens no such project; who proposed it reads why (WM 18)."""

from typing import Any

from services.console.forms.of_projects import WORDS
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said, in_own_language
from services.console.http.projects import OFFICERS, project_act
from shared.modalities.access.actions import OPEN_PROJECT


def _parts(_: Case) -> tuple[Part, ...]:
    return WORDS


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "decline_project", {"id": case.item["itemId"], "reason": typed["reason"], "language": typed["language"]}


PAGE = project_act(
    "project_refusal", "refusal", "title.project_refusal", "act.project_refusal", OPEN_PROJECT, 2, _said, "decline_project", OFFICERS, "proposed", parts=_parts,
    begun=in_own_language, kept=False,
)  # fmt: skip
