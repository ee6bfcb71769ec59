"""Words of the tables in the languages of the mechanism: headings."""

import csv
from functools import cache
from pathlib import Path

from shared.contracts.vocabulary import LANGUAGES

_FILE = Path(__file__).parent / "headings.csv"


@cache
def headings() -> dict[str, dict[str, str]]:
    """Name of a column -> language -> heading."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row.pop("name"): row for row in csv.DictReader(file)}


def heading(name: str, language: str) -> str:
    """A column's heading. Raises KeyError for a column without one: a test keeps them whole."""
    return headings()[name][language]


def spoken(language: str) -> str:
    """The language itself when the mechanism speaks it, English otherwise."""
    return language if language in LANGUAGES else "en"
