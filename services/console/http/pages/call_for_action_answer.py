"""A party says what it does on a call for action and by when, that it does not, or not now; who was not asked joins an open one (WM 5)."""

from typing import Any

from services.console.forms.of_calls_for_action import ANSWER, word_body
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.calls_for_action import PARTIES, action_act
from shared.modalities.access.actions import ANSWER_CALL_FOR_ACTION


def _parts(_: Case) -> tuple[Part, ...]:
    return ANSWER


def _said(case: Case, typed: dict[str, Any]) -> Said:
    word = word_body(typed, case.visit.words.language)
    return "answer_call_for_action", {"id": case.item["itemId"], "word": word}


PAGE = action_act(
    "call_for_action_answer", "answer", "title.call_for_action_answer", "act.call_for_action_answer",
    ANSWER_CALL_FOR_ACTION, 1, _said, "answer_call_for_action", PARTIES, parts=_parts, kept=False,
)  # fmt: skip
