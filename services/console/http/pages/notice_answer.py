"""A party that a notice names says whether it takes part (WM 19)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import of_engagements as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.engagements import engagement_act
from shared.modalities.steps.of_engagements import ANSWER_NOTICE


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.NOTICE_ANSWER


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "answer_notice", {"party": case.party, "answer": typed["answer"], "id": case.item["itemId"]}


def _ready(state: Mapping[str, Any], party: str) -> bool:
    return any(one["party"] == party and one["answer"] == "pending" for one in state.get("asked_sides", ()))


PAGE = engagement_act(
    "notice_answer", "notice/answer", "title.notice_answer", "act.notice_answer", (ANSWER_NOTICE,), 0, _said,
    ("answer_notice",), ready=_ready, parts=_parts, beside=("lines", "terms"), kept=False,
)  # fmt: skip
