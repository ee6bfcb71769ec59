"""A State takes a good practice off every surface; its proposer takes back what was not answered (WM 11)."""

from typing import Any

from services.console.forms.of_practices import RETRACTION
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.practices import answers_for_it, practice_act
from shared.modalities.access.actions import RETRACT_PRACTICE


def _parts(_: Case) -> tuple[Part, ...]:
    return RETRACTION


def _fits(case: Case) -> bool:
    return answers_for_it(case) or case.state["status"] == "proposed"


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "retract_practice", {"id": case.item["itemId"], "reason": typed.get("reason") or None}


PAGE = practice_act(
    "practice_retraction", "retraction", "title.practice_retraction", "act.practice_retraction", RETRACT_PRACTICE, 4, _said,
    "retract_practice", "Its State takes it back, and its proposer before it is answered", when=("proposed", "published", "outdated"),
    fits=_fits, parts=_parts, kept=False,
)  # fmt: skip
