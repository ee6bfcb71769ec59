"""Who asked a question needs no answer any more (WM 8)."""

from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.threads import find_question, question_of, writing_page
from shared.modalities.access.thread_view import speaks_as
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P8


def _check(case: Case) -> None:
    if question_of(case)["askedBy"] != speaks_as(case.visit.actor, case.state["region"]):
        raise NotPermitted("not_its_asker", "Who asked a question takes it back", P8)


def _said(case: Case, _: dict[str, Any]) -> Said:
    version, question = case.item["version"], case.visit.place("question_id")
    return "withdraw_question", {
        "id": case.item["itemId"],
        "about": case.more["about"],
        "question": question,
        "version": version,
    }


PAGE = writing_page(
    "thread_question_back", "questions/{question_id}/withdrawal", "act.thread_question_back", _said, "withdraw_question", parts=(), found=find_question, check=_check,
    example={"question_id": "question"},
)  # fmt: skip
