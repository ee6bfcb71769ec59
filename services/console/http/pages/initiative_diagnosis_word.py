"""Another side says that it stands by the diagnosis as it is written (WM 7)."""

from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.initiatives import AT_WORK, SIDES, initiative_act, side
from shared.modalities.access.actions import STAND_BY_DIAGNOSIS


def _fits(case: Case) -> bool:
    said = case.state.get("diagnosis")
    return said is not None and not case.state["cycles"] and side(case) not in said["said_by"]


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "stand_by_diagnosis", {"id": case.item["itemId"]}


PAGE = initiative_act(
    "initiative_diagnosis_word", "diagnosis/word", "title.initiative_diagnosis_word", "act.initiative_diagnosis_word", STAND_BY_DIAGNOSIS, 2, _said,
    "stand_by_diagnosis", SIDES, when=AT_WORK, fits=_fits, kept=False, template="initiative_act", beside=("diagnosis",),
    otherwise=("title.initiative_diagnosis", "diagnosis"),
)  # fmt: skip
