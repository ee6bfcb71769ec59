"""What pages of good practices ask, and the bodies made of it (WM 1, 4, 11)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms.questions import Group, Part, Question, Rows, pruned

Q = Question
ORIGIN = ("origin_kind", "origin_id")
"""What the form says itself: the meeting or the engagement from whose page one came."""
PRACTICE: tuple[Part, ...] = (
    Q("origin_kind", "hidden"),
    Q("origin_id", "hidden"),
    Q("country", "choice", "states", needed=True),
    Q("functional_areas", "many", "functional_areas", needed=True),
    Rows("wordings", (
        Q("language", "choice", "languages", needed=True),
        Q("worded_by", "choice", "worded_by", needed=True),
        Q("title", needed=True),
        Q("text", "text", needed=True),
        Q("effect", "text"),
    ), needed=True),
    Group("contact", (Q("post"), Q("link"))),
)  # fmt: skip
ANSWER: tuple[Part, ...] = (
    Q("answer", "choice", "practice_answer", needed=True),
    Q("audience", "choice", "practice_audience"),
    Q("reason", "text"),
)
REVIEW: tuple[Part, ...] = (Q("stands", "choice", "practice_stands", needed=True), Q("reason", "text"))
RETRACTION: tuple[Part, ...] = (Q("reason", "text"),)
ALL: tuple[tuple[Part, ...], ...] = (PRACTICE, ANSWER, REVIEW, RETRACTION)
"""Every form here; their labels are words of the catalogue."""


def practice_body(typed: Mapping[str, Any]) -> dict[str, Any]:
    """A practice as its owner takes it."""
    body: dict[str, Any] = pruned({name: one for name, one in typed.items() if name not in ORIGIN}) or {}
    if typed.get("origin_id"):
        body["origin"] = {"kind": typed.get("origin_kind", ""), "item_id": typed["origin_id"]}
    return body


def begun(content: Mapping[str, Any]) -> dict[str, Any]:
    """A form filled with a practice as it stands."""
    origin = content.get("origin") or {}
    return dict(content) | {"origin_kind": origin.get("kind", ""), "origin_id": origin.get("item_id", "")}
