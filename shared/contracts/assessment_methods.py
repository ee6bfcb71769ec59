"""Methods of assessing capacity that the mechanism offers: dated templates by functional area (WM 14).

A method that is reworked gets a row with the day from which it is in force, which is its version; an assessment says which it follows.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from shared.contracts.vocabulary import label

NAME = "assessment_methods"
OWN = "own_method"
"""The State follows a method of its own, and says which."""


@dataclass(frozen=True)
class Method:
    """A version of a method: in force from ``since`` to ``until``, both included. No ``areas``: for all of them."""

    code: str
    since: date
    until: date | None
    areas: tuple[str, ...]

    def name(self, language: str) -> str:
        """What it is called."""
        return label(NAME, self.code, language)

    def guide(self, language: str) -> str:
        """What is looked at, and how."""
        return label("assessment_guides", self.code, language)


@cache
def all_methods() -> tuple[Method, ...]:
    """Every version there ever was, in the order of the list."""
    with (Path(__file__).parent / "codelists" / f"{NAME}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Method(
                row["code"],
                date.fromisoformat(row["since"]),
                date.fromisoformat(row["until"]) if row["until"] else None,
                tuple(row["functional_areas"].split()),
            )
            for row in csv.DictReader(file)
        )


def methods_on(day: date) -> tuple[Method, ...]:
    """The versions in force on a day."""
    return tuple(one for one in all_methods() if one.since <= day and (one.until is None or day <= one.until))


def method_on(code: str, day: date) -> Method | None:
    """The version of a method in force on a day."""
    return next((one for one in methods_on(day) if one.code == code), None)
