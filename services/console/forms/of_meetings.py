"""What pages of meetings ask (WM 4)."""

from services.console.forms.questions import Part, Question

INVITATION: tuple[Part, ...] = (
    Question("answer", "choice", "attendance", needed=True),
    Question("delegates"),
    Question("language", "choice", "languages"),
)
ALL: tuple[tuple[Part, ...], ...] = (INVITATION,)
"""Every form here; their labels are words of the catalogue."""
