"""Settings of the roster."""

from shared.runtime.due_days_settings import AnswersOfParties


class RosterSettings(AnswersOfParties):
    """Time limits are settings (WM 8)."""

    service: str = "roster"
