"""A party that is asked says whether it is a champion of a thematic project; one that is may end it (WM 2, 3)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms.of_projects import OWN_WORD
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said
from services.console.http.projects import PARTIES, mine, project_act
from shared.modalities.access.actions import ANSWER_AS_PROJECT_CHAMPION

CODES = {"approached pending": ("accepted", "declined"), "volunteered pending": ("declined",)}
"""How it stands -> what may be said; a champion ends it."""


def _parts(_: Case) -> tuple[Part, ...]:
    return OWN_WORD


def _choices(case: Case) -> Mapping[str, Named]:
    words = case.visit.words
    return {
        "champion_answer": [(one, words.choice("champion_answer", one)) for one in CODES.get(mine(case), ("ended",))]
    }


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "answer_as_project_champion", {"id": case.item["itemId"], "answer": str(typed["answer"]).upper()}


PAGE = project_act(
    "project_answer", "champions/answer", "title.project_answer", "act.project_answer", ANSWER_AS_PROJECT_CHAMPION, 8, _said, "answer_as_project_champion", PARTIES, "open",
    lambda case: mine(case).endswith(("pending", "accepted")), parts=_parts, choices=_choices, kept=False,
)  # fmt: skip
