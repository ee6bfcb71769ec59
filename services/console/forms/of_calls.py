"""What pages of calls for offers ask: of a party that is asked, and of the officer who asks (WM 17)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms.of_engagements import REASON
from services.console.forms.questions import Part, Question, pruned

Q = Question
ANSWER: tuple[Part, ...] = (
    Q("answer", "choice", "call_answer", needed=True),
    Q("reason_code", "choice", "decline_reasons"),
    Q("ask_again_after", "date"),
    Q("named_to_state", "flag"),
)
SEEK: tuple[Part, ...] = (
    Q("approached", "many", "candidates"),
    Q("others", "several", "others"),
    Q("line_ids", "many", "line_ids"),
    Q("message", "text"),
    Q("closes_on", "date"),
)
ENDING: tuple[Part, ...] = REASON
ALL: tuple[tuple[Part, ...], ...] = (ANSWER, SEEK, ENDING)
"""Every form here; their labels are words of the catalogue."""


def seek_variables(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was chosen and typed as the mutation takes it: each party once, in the order of the page."""
    approached = list(dict.fromkeys([*typed["approached"], *typed["others"]]))
    said = pruned({name: typed.get(name) for name in ("message", "line_ids", "closes_on")}) or {}
    return {"approached": approached, "message": None, "line_ids": None, "closes_on": None} | said
