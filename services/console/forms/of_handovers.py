"""What is asked of who orders that a country moves to another deployment, or takes the order back (WM 6)."""

from services.console.forms.questions import Part, Question

Q = Question
ORDER: tuple[Part, ...] = (
    Q("country", "choice", "states", needed=True),
    Q("receiving", "choice", "receiving", needed=True),
    Q("on", "date", needed=True, called="handover_on", bound="coming"),
    Q("reason", "text", needed=True),
)
BACK: tuple[Part, ...] = (Q("reason", "text", needed=True),)
ALL: tuple[tuple[Part, ...], ...] = (ORDER, BACK)
"""Every form here; their labels are words of the catalogue."""
