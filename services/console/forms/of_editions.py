"""What pages of reports ask, and the bodies made of it (WM 21)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms.questions import Group, Part, Question

Q = Question
OPENING: tuple[Part, ...] = (
    Q("kind", "choice", "report_kind", needed=True, called="report_kind"),
    Group("period", (Q("from_on", "date", needed=True), Q("until_on", "date", needed=True))),
    Q("languages", "many", "languages", called="report_languages"),
)
WORDS: tuple[Part, ...] = (
    Q("language", "choice", "languages", needed=True),
    Q("title", "line", needed=True, called="report_title"),
    Q("text", "text", needed=True, called="report_text"),
)
ALL: tuple[tuple[Part, ...], ...] = (OPENING, WORDS)
"""Every form here; their labels are words of the catalogue."""


def opening(typed: Mapping[str, Any]) -> dict[str, Any]:
    """A report as it is opened, as the mutation takes it."""
    period = {"fromOn": typed["period"]["from_on"], "untilOn": typed["period"]["until_on"]}
    return {"kind": typed["kind"], "period": period, "languages": typed.get("languages") or None}
