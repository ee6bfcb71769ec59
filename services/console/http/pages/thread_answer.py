"""The side that was asked answers a question of a thread (WM 8)."""

from typing import Any

from services.console.forms.of_threads import ANSWER, words
from services.console.http.acting import Case, Said
from services.console.http.threads import find_question, question_of, side_of, writing_page
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P8


def _check(case: Case) -> None:
    if side_of(case) != question_of(case)["askedOf"]:
        raise NotPermitted("not_asked", "The question asks another side: it answers for itself", P8)


def _said(case: Case, typed: dict[str, Any]) -> Said:
    """The version is that of now: a thread's moves with all that anybody writes or reads, and the question stays as it was."""
    version = case.item["version"]
    return "answer_question", {
        "id": case.item["itemId"], "about": case.more["about"], "question": case.visit.place("question_id"), "words": words(typed), "version": version,
    }  # fmt: skip


PAGE = writing_page(
    "thread_answer", "questions/{question_id}/answer", "act.thread_answer", _said, "answer_question", parts=ANSWER, found=find_question, check=_check,
    example={"question_id": "question"},
)  # fmt: skip
