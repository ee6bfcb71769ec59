"""Time comes in as a parameter, so that tests can set it."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Wall clock in UTC and a monotonic clock in seconds."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back."""
        ...


class SystemClock:
    """The machine's clocks."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()


@dataclass
class FixedClock:
    """A clock that stands until it is moved."""

    moment: datetime

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.moment

    def monotonic(self) -> float:
        """Seconds of the same moment."""
        return self.moment.timestamp()

    def advance(self, **by: float) -> None:
        """Moves the clock on: ``advance(days=3)``."""
        self.moment += timedelta(**by)
