"""What each figure of a report is called, and what it counts, in the six languages of the United Nations (WM 21)."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def texts() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Language -> ``name``, ``is`` or ``column`` -> code -> text."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def figure_name(code: str, language: str) -> str:
    """What a figure is called. Raises KeyError for a code or a language that nobody wrote."""
    return texts()[language]["name"][code]


def figure_definition(code: str, language: str) -> str:
    """What a figure counts. Raises KeyError likewise."""
    return texts()[language]["is"][code]


def column_name(column: str, language: str) -> str:
    """The heading of a column of a report's files. Raises KeyError likewise."""
    return texts()[language]["column"][column]
