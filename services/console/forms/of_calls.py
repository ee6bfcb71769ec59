"""What the page of a call for offers asks of a party that is asked (WM 17)."""

from services.console.forms.questions import Part, Question

Q = Question
ANSWER: tuple[Part, ...] = (
    Q("answer", "choice", "call_answer", needed=True),
    Q("reason_code", "choice", "decline_reasons"),
    Q("ask_again_after", "date"),
    Q("named_to_state", "flag"),
)
ALL: tuple[tuple[Part, ...], ...] = (ANSWER,)
"""Every form here; their labels are words of the catalogue."""
