"""An officer approaches a party to be a champion of a thematic project (WM 2, 3)."""

from typing import Any

from services.console.forms.of_projects import APPROACH
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.projects import OFFICERS, project_act
from shared.modalities.access.actions import ASK_PROJECT_CHAMPION


def _parts(_: Case) -> tuple[Part, ...]:
    return APPROACH


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "ask_project_champion", {"id": case.item["itemId"], "party": typed["party"]}


PAGE = project_act(
    "project_ask", "champions", "title.project_ask", "act.project_ask", ASK_PROJECT_CHAMPION, 7, _said, "ask_project_champion", OFFICERS, "open", parts=_parts
)  # fmt: skip
