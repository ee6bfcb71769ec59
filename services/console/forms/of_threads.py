"""What pages of a thread ask, and the bodies made of it (WM 8)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms.questions import Group, Part, Question

Q = Question
WORDS: tuple[Part, ...] = (
    Q("text", "text", needed=True, called="thread_text"),
    Q("language", "choice", "languages", needed=True),
    Q("post", called="own_post"),
)
"""What somebody writes: whatever else is asked, this is too."""
MESSAGE: tuple[Part, ...] = (*WORDS, Q("reply_to", "hidden"))
QUESTION: tuple[Part, ...] = (
    *WORDS,
    Q("asked_of", "choice", "sides", needed=True),
    Q("due_on", "date", needed=True, called="answer_by", bound="coming"),
)
NOTE: tuple[Part, ...] = (
    *WORDS,
    Group("contact", (
        Q("held_on", "date", needed=True, called="spoke_on", bound="past"),
        Q("how", "choice", "contact_how", needed=True, called="spoke_how"),
        Q("with_whom", needed=True, called="spoke_with"),
    )),
)  # fmt: skip
ANSWER = WORDS
DOCUMENT: tuple[Part, ...] = (
    Q("title", needed=True, called="document_title"),
    Q("language", "choice", "languages", needed=True),
    Q("post", called="own_post"),
)
ALL: tuple[tuple[Part, ...], ...] = (MESSAGE, QUESTION, NOTE, DOCUMENT)
"""Every form here; their labels are words of the catalogue."""


def words(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody wrote, as the gateway takes it."""
    said = {"text": typed["text"], "language": typed["language"]}
    if typed.get("post"):
        said["post"] = typed["post"]
    number = str(typed.get("reply_to") or "")
    if number.isascii() and number.isdigit() and len(number) < 8:
        said["replyTo"] = int(number)
    return said
