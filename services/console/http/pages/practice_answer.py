"""The State of a good practice says whether it is published, and to whom (WM 11)."""

from typing import Any

from services.console.forms.of_practices import ANSWER
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.practices import practice_act
from shared.modalities.access.actions import ANSWER_PRACTICE


def _parts(_: Case) -> tuple[Part, ...]:
    return ANSWER


def _said(case: Case, typed: dict[str, Any]) -> Said:
    answer, audience = str(typed["answer"]).upper(), str(typed.get("audience") or "mechanism").upper()
    return "answer_practice", {
        "id": case.item["itemId"], "answer": answer, "audience": audience, "reason": typed.get("reason") or None,
    }  # fmt: skip


PAGE = practice_act(
    "practice_answer", "answer", "title.practice_answer", "act.practice_answer", ANSWER_PRACTICE, 1, _said,
    "answer_practice", "Its State alone publishes it",
    when=("proposed",), parts=_parts, kept=False, beside=("practice",),
)  # fmt: skip
