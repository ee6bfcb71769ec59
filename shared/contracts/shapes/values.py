"""Small values shared by requests, offers and matches: texts, amounts, days, period, quantity. Codes stand in ``codes``."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    Field,
    PlainSerializer,
    StringConstraints,
    ValidationInfo,
    model_validator,
)

from shared.contracts.classification import Classification, classified
from shared.contracts.door import AtDoor, Door, door_of, plausible, refused
from shared.contracts.event import Shape
from shared.contracts.reference.currencies import currencies
from shared.contracts.reference.suggest import cut
from shared.contracts.shapes.codes import (
    Bureau,
    Country,
    CountryOffice,
    DeclineReason,
    Deployment,
    FunctionalArea,
    Language,
    Offerer,
    PartyId,
    PartyKind,
    SupportForm,
    TimeZone,
    Unit,
    given,
)
from shared.wording.visible import UNSEEN, VISIBLE, composed, visible

__all__ = [
    "Amount", "AssessmentReference", "Bureau", "CommitmentId", "Country", "CountryOffice", "Day", "DeclineReason", "Deployment", "DistinctFrom", "FocalPoint", "FunctionalArea", "Id",
    "Label", "Language", "LineElsewhere", "LineId", "Measured", "Name", "Offerer", "PartyId", "PartyKind", "Period", "PersonalText", "PlanReference", "Quantity", "SupportForm", "Text", "TimeZone",
    "Title", "Unit", "Year",
]  # fmt: skip
AMOUNT = r"^([1-9][0-9]{0,15}(\.[0-9]{1,2})?|0\.([1-9][0-9]?|0[1-9]))$"
"""How an amount is written: ASCII digits, a point, at most two places; nothing else, and more than nothing."""


def _amount(value: Any, _: Door) -> Any:
    if isinstance(value, str):
        if not re.fullmatch(AMOUNT.strip("^$"), value):
            raise refused(
                "amount", f"'{cut(value)}' is no amount: digits 0 to 9, a point before at most two more, e.g. 1000.50"
            )
        return Decimal(value)
    return Decimal(repr(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


_WRITTEN = PlainSerializer(lambda value: format(value.normalize(), "f"), return_type=str, when_used="json")


def _exact(least: float, pattern: str, example: str) -> Any:
    """The schema of a number of at most two places after the point, as a number or as it is written."""
    number = {"type": "number", "minimum": least, "exclusiveMaximum": 10**16, "multipleOf": 0.01}
    return given({"anyOf": [number, {"type": "string", "pattern": pattern}], "examples": [example]})


Amount = Annotated[
    Decimal,
    Field(ge=0, max_digits=18, decimal_places=2, examples=["1"]),
    _WRITTEN,
    _exact(0.01, AMOUNT, "1"),
    AtDoor(_amount, "before"),
]


MEASURED = r"^(0|[1-9][0-9]{0,15}|(0|[1-9][0-9]{0,15})\.[0-9]{1,2})$"
"""How what an indicator shows is written: as an amount, and it may be nothing."""


def _measured(value: Any, door: Door) -> Any:
    return (
        Decimal(value) if isinstance(value, str) and re.fullmatch(MEASURED.strip("^$"), value) else _amount(value, door)
    )


Measured = Annotated[
    Decimal,
    Field(ge=0, max_digits=18, decimal_places=2, examples=["90"]),
    _WRITTEN,
    _exact(0, MEASURED, "90"),
    AtDoor(_measured, "before"),
]


def _seen(least: int) -> AtDoor:
    """A text as it is kept: composed, with so many characters that can be seen."""

    def check(value: str, _: Door) -> str:
        if visible(value) < least:
            raise refused("nothing_seen", f"at least {least} character{'s' if least > 1 else ''} that can be seen")
        return composed(value)

    return AtDoor(check)


Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=5000),
    given({"type": "string", "minLength": 1, "maxLength": 5000, "pattern": VISIBLE}),
    _seen(1),
]
Id = Annotated[str, StringConstraints(max_length=64)]
"""An identifier that a body names: of ours, so never long. Events keep plain text, so that old ones are read for ever."""

DistinctFrom = Annotated[
    tuple[Id, ...],
    Field(max_length=20, description="References of open ones that say the same, and of which this is another one"),
]
"""What a body names that says the same and is not meant: without it a second one is refused as the same."""

Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=3, max_length=200),
    given(
        {
            "type": "string",
            "minLength": 3,
            "maxLength": 200,
            "pattern": f"{VISIBLE}[{UNSEEN}]*{VISIBLE}[{UNSEEN}]*{VISIBLE}",
        }
    ),
    _seen(3),
]
Label = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), _seen(0)]
"""A short name that may be empty."""
PersonalText = Annotated[str, _seen(1)]
"""A name of a person, what they hold, an address; how long is said where it stands."""
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), _seen(1)]
"""What somebody calls a thing of their own."""


def _year(value: int, door: Door) -> int:
    plausible(date(min(max(value, 1), 9999), 1, 1), door)
    return value


Day = Annotated[date, AtDoor(plausible)]
"""A date of a plausible year."""
Year = Annotated[int, Field(ge=1951, le=2100), AtDoor(_year)]
"""A plausible year."""
LineId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,36}$"), Field(examples=["1"])]
LineElsewhere = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,36}$", max_length=36), Field(examples=["1"])]
"""A line of another thing: no row of the list that it is said in."""


def _referred(value: str, door: Door) -> str:
    _year(int(value.split("-")[1]), door)
    return value


AssessmentReference = Annotated[
    str,
    StringConstraints(pattern=r"^ASSESSMENT-[0-9]{4}-[A-Z]{3}-[0-9]{3,6}$"),
    Field(examples=["ASSESSMENT-2026-TCD-001"]),
    AtDoor(_referred),
]
"""Reference of a capacity assessment that a State keeps here (WM 13)."""
PlanReference = Annotated[
    str,
    StringConstraints(pattern=r"^PLAN-[0-9]{4}-[A-Z]{3}-[0-9]{3,6}$"),
    Field(examples=["PLAN-2026-TCD-001"]),
    AtDoor(_referred),
]
"""Reference of a national plan that a State keeps here (WM 13)."""
CommitmentId = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"),
    Field(examples=["019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071"]),
]
"""Identifier of an own commitment that a party keeps here (WM 13)."""


class Period(Shape):
    """Days from ``start`` to ``end``, both included; no end means open."""

    start: Day
    end: Day | None = None

    @model_validator(mode="after")
    def _ordered(self) -> "Period":
        if self.end and self.end < self.start:
            raise ValueError("end lies before start")
        return self


class Quantity(Shape):
    """How much of what: ``amount`` in ``unit``."""

    amount: Amount = Field(gt=0)
    unit: Unit

    @model_validator(mode="after")
    def _minor_units(self, info: ValidationInfo) -> "Quantity":
        money = currencies().get(self.unit) if door_of(info) else None
        if money is not None and money.minor_units < 2 and self.amount != self.amount.to_integral_value():
            raise refused("minor_units", f"{self.unit} has no smaller unit: {self.amount} {self.unit} cannot be paid")
        return self


class FocalPoint(Shape):
    """An official's contact: the only personal data in the system. It never leaves the deployment it was given to."""

    name: PersonalText = classified(Classification.STRICTLY_CONFIDENTIAL, max_length=200)
    post: PersonalText | None = classified(Classification.STRICTLY_CONFIDENTIAL, default=None, max_length=200)
    email: str | None = classified(
        Classification.STRICTLY_CONFIDENTIAL, default=None, max_length=320, pattern=r"^[^@\s]+@[^@\s]+$"
    )
