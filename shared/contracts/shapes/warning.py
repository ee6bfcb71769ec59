"""A warning as intake keeps it: a signal that a rule found in figures, and what officers said of it (WM 12)."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.contracts.door import AtDoor, Door, plausible
from shared.contracts.event import Shape
from shared.contracts.shapes.values import Country, Language, Text

WarningStatus = Literal["open", "taken_up", "set_aside", "led_to_crisis"]
WAITING: tuple[WarningStatus, ...] = ("open", "taken_up")
"""While no officer has judged it."""
SignalKind = Literal["applications_rise", "requests_rise", "urgent_requests_rise"]
"""What was counted: asylum applications of a file of public figures; requests, and urgent ones, of the deployment's own records."""
MOST_COUNTED = 10**9
MOST_WINDOWS = 60


def _of_a_month(value: str, door: Door) -> str:
    plausible(date(max(int(value[:4]), 1), int(value[5:7]), 1), door)
    return value


Month = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$"),
    Field(description="A calendar month, YYYY-MM", examples=["2026-01"]),
    AtDoor(_of_a_month),
]


class MonthCounted(Shape):
    """What was counted in a month."""

    month: Month
    count: int = Field(ge=0, le=MOST_COUNTED)


class SignalThreshold(Shape):
    """What a signal takes: ``least`` in the month; ``ratio`` to the mean before; ``alpha``, the chance of any false one, at most."""

    least: int = Field(ge=1, le=MOST_COUNTED)
    ratio: float = Field(ge=1, le=1000)
    alpha: float = Field(gt=0, le=1)


class EarlySignal(Shape):
    """Where a count stands out. ``chance``: of so many or more were the rate as before; ``limit``: at most, of this country alone."""

    kind: SignalKind
    country: Country
    month: Month
    after: int = Field(ge=0, le=MOST_COUNTED, description="Counted in the month")
    before: tuple[MonthCounted, ...] = Field(min_length=1, max_length=MOST_WINDOWS, description="Months compared with")
    mean_before: float = Field(ge=0, le=MOST_COUNTED)
    dispersion: float = Field(ge=1, le=MOST_COUNTED, description="Variance over mean of the months before, at least 1")
    chance: float = Field(ge=0, le=1)
    limit: float = Field(gt=0, le=1)
    threshold: SignalThreshold

    @property
    def key(self) -> str:
        """Kind, country and month: the same of them is the same signal."""
        return f"{self.kind}:{self.country.removeprefix('iso3166:')}:{self.month}"


class WarningTaken(Shape):
    """An officer took it up, and said what is looked at."""

    words: Text
    language: Language
    taken_at: datetime


class WarningSetAside(Shape):
    """An officer judged that it is none, and said why."""

    reason: Text
    language: Language
    set_aside_at: datetime


class WarningLed(Shape):
    """An officer declared a crisis upon it."""

    crisis_id: str
    reference: str
    declared_at: datetime


class WarningState(Shape):
    """A warning after an event. ``key``: of its signal, unique in its deployment."""

    warning_id: str
    reference: str
    region: str
    status: WarningStatus
    key: str
    signal: EarlySignal
    raised_at: datetime
    taken: WarningTaken | None = None
    aside: WarningSetAside | None = None
    led: WarningLed | None = None
