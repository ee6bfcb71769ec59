"""Settings of the roster."""

from shared.runtime.time_limits import AnswersOfParties


class RosterSettings(AnswersOfParties):
    """Time limits are settings (WM 8)."""

    service: str = "roster"
