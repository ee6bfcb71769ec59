"""A party volunteers as a champion of a thematic project; the Secretariat takes note (WM 2, 3)."""

from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.projects import PARTIES, mine, project_act
from shared.modalities.access.actions import VOLUNTEER_AS_CHAMPION


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "volunteer_as_champion", {"id": case.item["itemId"]}


PAGE = project_act(
    "project_volunteer", "volunteers", "title.project_volunteer", "act.project_volunteer", VOLUNTEER_AS_CHAMPION, 5, _said, "volunteer_as_champion", PARTIES, "open",
    lambda case: not mine(case).endswith(("pending", "accepted")), versioned=False,
)  # fmt: skip
