"""What is looked up at the door, and nowhere else: a command's body is held against today's lists, an event is not.

An event outlives the lists it was written under, so it must stay readable when a code is gone. A body is validated with a
``Door`` as pydantic's context; without one the checks here let everything through. ``AtDoor`` marks the field, so that a
test finds a body with a plain text, date or moment where a check belongs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

EARLIEST_YEAR, YEARS_AHEAD = 1951, 25
"""From the year of the Convention to a generation ahead, unless a setting says otherwise."""


@dataclass(frozen=True)
class Door:
    """Whose door it is, on which day, and which years are plausible."""

    deployment: str
    today: date
    earliest_year: int = EARLIEST_YEAR
    years_ahead: int = YEARS_AHEAD

    @property
    def latest_year(self) -> int:
        """The last year that is taken for meant."""
        return self.today.year + self.years_ahead


Check = Callable[[Any, Door], Any]
"""From a value and the door to the value as it is kept. Raises what ``refused`` makes."""


def refused(code: str, words: str) -> PydanticCustomError:
    """A fault with its code, as pydantic places it. Braces in what was typed stay what they are."""
    return PydanticCustomError(code, "{words}", {"words": words})


@dataclass(frozen=True)
class AtDoor:
    """Metadata of an annotated type: how its values are checked in a command's body.

    ``before`` looks at what came, so that its words replace those of a pattern; otherwise at the value once it has its type.
    """

    check: Check
    when: Literal["before", "after"] = "after"

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The type's own schema with the check around it."""

        def run(value: Any, info: ValidationInfo) -> Any:
            return self.check(value, info.context) if isinstance(info.context, Door) else value

        if self.when == "before":
            return core_schema.with_info_before_validator_function(run, handler(source))
        return core_schema.with_info_after_validator_function(run, handler(source))


def plausible(value: date, door: Door) -> date:
    """A day or a moment of a year that can be meant."""
    if not door.earliest_year <= value.year <= door.latest_year:
        words = f"the year {value.year:04} is not meant here: from {door.earliest_year} to {door.latest_year}"
        raise refused("year", words)
    return value


def door_of(info: ValidationInfo) -> Door | None:
    """The door that a rule between fields stands at; None when something kept is read."""
    return info.context if isinstance(info.context, Door) else None
