"""Time limits of the steps. The document says "timely", so each is a setting (WM 7, 8, 11, 16, 17, 5, 19)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

Calendar = Callable[[datetime, int, str], datetime]
"""When so many days after a moment end, on a working day of a deployment's bureau."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Days that each step may take, and the calendar that they are counted in; the days are settings (``TimeLimits``)."""

    calendar: Calendar
    revision: int
    consent: int
    seek: int
    confirm: int
    moderators: int
    engage: int
    ahead: int
    unconfirmed: int
    practice: int
    crisis: int
    expert: int = 365

    def __str__(self) -> str:
        """The days, for what was made with them to be told from what was made with others."""
        days = (self.revision, self.consent, self.seek, self.confirm, self.moderators, self.engage, self.ahead,
                self.unconfirmed, self.practice, self.crisis, self.expert)  # fmt: skip
        return "/".join(map(str, days))
