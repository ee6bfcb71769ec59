"""An officer takes note of who volunteers as a champion, or says why not (WM 2, 3)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms.of_projects import VOLUNTEER
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said, in_own_language
from services.console.http.options import by_name
from services.console.http.projects import OFFICERS, project_act, waiting
from shared.modalities.access.actions import ANSWER_VOLUNTEER


def _parts(_: Case) -> tuple[Part, ...]:
    return VOLUNTEER


def _choices(case: Case) -> Mapping[str, Named]:
    return {"volunteers": by_name(case.visit.words, waiting(case))}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    reason = typed.get("reason") or None
    return "answer_volunteer", {
        "id": case.item["itemId"], "party": typed["party"], "accepts": typed["answer"] == "accepts", "reason": reason,
        "language": (typed.get("language") or None) if reason else None,
    }  # fmt: skip


PAGE = project_act(
    "project_volunteers", "volunteers/answer", "title.project_volunteers", "act.project_volunteers", ANSWER_VOLUNTEER, 6, _said, "answer_volunteer", OFFICERS, "open",
    lambda case: bool(waiting(case)), parts=_parts, choices=_choices, begun=in_own_language, kept=False,
)  # fmt: skip
