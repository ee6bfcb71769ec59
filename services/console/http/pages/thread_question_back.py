"""Who asked a question needs no answer any more (WM 8)."""

from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.threads import find, question_of, with_messages, writing_page
from services.console.http.visit import Visit
from shared.modalities.access.thread_view import speaks_as
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P8


async def _find(visit: Visit) -> Case:
    """With the message that asks."""
    case = await find(visit)
    question = question_of(case)
    case = await with_messages(visit, case.item, question["number"] - 1, 1)
    return Case(visit, case.item, {**case.more, "above": True})


def _check(case: Case) -> None:
    if question_of(case)["askedBy"] != speaks_as(case.visit.actor, case.state["region"]):
        raise NotPermitted("not_its_asker", "Who asked a question takes it back", P8)


def _said(case: Case, _: dict[str, Any]) -> Said:
    version, question = case.item["version"], case.visit.place("question_id")
    return "withdraw_question", {"id": case.item["itemId"], "question": question, "version": version}


PAGE = writing_page(
    "thread_question_back", "questions/{question_id}/withdrawal", "act.thread_question_back", _said, "withdraw_question", parts=(), found=_find, check=_check,
    example={"question_id": "question"},
)  # fmt: skip
