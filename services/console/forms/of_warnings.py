"""What pages of warnings ask (WM 12)."""

from services.console.forms.questions import Part, Question

Q = Question
TAKEN: tuple[Part, ...] = (
    Q("words", "text", needed=True, called="warning_words"),
    Q("language", "choice", "languages", needed=True),
)
ASIDE: tuple[Part, ...] = (
    Q("reason", "text", needed=True, called="warning_reason"),
    Q("language", "choice", "languages", needed=True),
)
ALL: tuple[tuple[Part, ...], ...] = (TAKEN, ASIDE)
"""Every form here; their labels are words of the catalogue."""
