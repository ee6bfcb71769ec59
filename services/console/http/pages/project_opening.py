"""An officer opens a thematic project that is proposed (WM 18)."""

from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.projects import OFFICERS, project_act
from shared.modalities.access.actions import OPEN_PROJECT


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "open_project", {"id": case.item["itemId"]}


PAGE = project_act(
    "project_opening", "opening", "title.project_opening", "act.project_opening", OPEN_PROJECT, 1, _said, "open_project", OFFICERS, "proposed")  # fmt: skip
