"""What pages ask of a party that a request or an offer names, and of who ends one (WM 3, 7, 8, 15.v, 18)."""

from services.console.forms.questions import Group, Part, Question

Q = Question
REASON = Q("reason", "text")
WORD: tuple[Part, ...] = (Q("answer", "choice", "named_answer", needed=True), REASON)
PAPER: tuple[Part, ...] = (
    Q("party", "choice", "awaited", needed=True),
    *WORD,
    Group("on_paper", (Q("reference", needed=True), Q("signed_on", "date", needed=True, bound="past"))),
)
ENDING: tuple[Part, ...] = (REASON,)
ALL: tuple[tuple[Part, ...], ...] = (WORD, PAPER, ENDING)
"""Every form here; their labels are words of the catalogue."""
