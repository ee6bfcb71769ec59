"""What pages of declared crises ask, and the bodies made of it (WM 12)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms.questions import Group, Part, Question

Q = Question
DECLARATION: tuple[Part, ...] = (
    Q("title", needed=True),
    Q("language", "choice", "languages", needed=True),
    Q("states", "several", "crisis_states", needed=True, called="crisis_states"),
    Q("reason", "text", needed=True),
    Q("from_on", "date", needed=True, called="crisis_from", bound="past"),
    Q("warning", "choice", "crisis_warnings", called="crisis_warning"),
    Group("plan", (Q("title", needed=True), Q("link", needed=True), Q("coordinator", needed=True))),
)
WORD: tuple[Part, ...] = (
    Q("agrees", "choice", "crisis_word", needed=True),
    Q("words", "text", called="crisis_words"),
    Q("language", "choice", "languages", needed=True),
    Q("shown", "flag", called="crisis_shown"),
)
LOOK: tuple[Part, ...] = (
    Q("words", "text", needed=True, called="crisis_stands"),
    Q("language", "choice", "languages", needed=True),
)
END: tuple[Part, ...] = (Q("reason", "text", needed=True), Q("language", "choice", "languages", needed=True))
ALL: tuple[tuple[Part, ...], ...] = (DECLARATION, WORD, LOOK, END)
"""Every form here; their labels are words of the catalogue."""


def declaration(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What is declared, as the mutation takes it."""
    content = {
        "title": typed["title"],
        "language": typed["language"],
        "fromOn": typed["from_on"],
        "plan": typed["plan"],
    }
    return {
        "content": content,
        "reason": typed["reason"],
        "states": typed["states"],
        "warning": typed.get("warning") or None,
    }


def word(typed: Mapping[str, Any]) -> dict[str, Any]:
    """A State's word, as the mutation takes it."""
    said = {"agrees": typed["agrees"] == "agrees", "words": typed.get("words") or None, "language": typed["language"]}
    return said | {"shown": bool(typed.get("shown"))}
