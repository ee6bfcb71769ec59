"""The State of a published practice says whether it still holds (WM 11)."""

from typing import Any

from services.console.forms.of_practices import REVIEW
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.practices import practice_act
from shared.modalities.access.actions import REVIEW_PRACTICE


def _parts(_: Case) -> tuple[Part, ...]:
    return REVIEW


def _said(case: Case, typed: dict[str, Any]) -> Said:
    stands = typed["stands"] == "stands"
    return "review_practice", {"id": case.item["itemId"], "stands": stands, "reason": typed.get("reason") or None}


PAGE = practice_act(
    "practice_review", "review", "title.practice_review", "act.practice_review", REVIEW_PRACTICE, 3, _said,
    "review_practice", "Its State alone says whether it holds",
    when=("published",), parts=_parts, kept=False, fresh=False, beside=("practice",),
)  # fmt: skip
