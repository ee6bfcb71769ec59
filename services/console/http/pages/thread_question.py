"""One side of a thread asks another, which answers by a day (WM 8)."""

from typing import Any

from services.console.forms.of_threads import QUESTION, words
from services.console.http.acting import Case, Said
from services.console.http.threads import begun, sides, writing_page


def _begun(case: Case) -> dict[str, Any]:
    """Where there is one side to ask, it is chosen."""
    there = sides(case)
    return begun(case) | ({"asked_of": there[0][0]} if len(there) == 1 else {})


def _said(case: Case, typed: dict[str, Any]) -> Said:
    more = {"askedOf": typed["asked_of"], "dueOn": typed["due_on"]}
    return "ask_question", {"id": case.item["itemId"], "about": case.more["about"], "words": words(typed), **more}


PAGE = writing_page("thread_question", "questions", "act.thread_question", _said, "ask_question", parts=QUESTION, begun=_begun,
                    choices=lambda case: {"sides": sides(case)})  # fmt: skip
