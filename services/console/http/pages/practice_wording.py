"""Who proposed a good practice words it anew, before its State answers (WM 11)."""

from typing import Any

from services.console.forms.of_practices import PRACTICE, begun, practice_body
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.practices import countries, practice_act
from shared.modalities.access.actions import REWORD_PRACTICE


def _parts(_: Case) -> tuple[Part, ...]:
    return PRACTICE


def _begun(case: Case) -> dict[str, Any]:
    return begun(case.state["content"])


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "reword_practice", {"id": case.item["itemId"], "content": practice_body(typed)}


PAGE = practice_act(
    "practice_wording", "content", "title.practice_wording", "act.practice_wording", REWORD_PRACTICE, 2, _said,
    "reword_practice", "Who proposed it words it",
    when=("proposed",), parts=_parts, begun=_begun, choices=countries, fresh=False,
)  # fmt: skip
