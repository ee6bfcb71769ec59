"""The State that is asked, or the partner that it named, says whether it takes part; a partner may leave later (WM 11)."""

from typing import Any

from services.console.forms.of_initiatives import ANSWER, STATES_ANSWER
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.initiatives import initiative_act, side, word
from shared.modalities.access.actions import ANSWER_INITIATIVE


def _parts(case: Case) -> tuple[Part, ...]:
    return STATES_ANSWER if side(case) == "state" else ANSWER


def _fits(case: Case) -> bool:
    return word(case) == "pending" or (side(case) == "partner" and word(case) == "accepted")


def _said(case: Case, typed: dict[str, Any]) -> Said:
    given = {"partner": typed.get("partner") or None, "reason": typed.get("reason") or None}
    accepts = typed["answer"] == "accepts"
    return "answer_initiative", {
        "id": case.item["itemId"], "accepts": accepts, "language": case.visit.words.language if given["reason"] else None, **given,
    }  # fmt: skip


PAGE = initiative_act(
    "initiative_answer", "answer", "title.initiative_answer", "act.initiative_answer", ANSWER_INITIATIVE, 1, _said, "answer_initiative",
    "The State that is asked, and the partner that it named", when=("proposed", "agreed", "running"), fits=_fits, parts=_parts, kept=False,
    template="initiative_act", beside=("initiative",),
)  # fmt: skip
