"""What a refusal and a fault say, in the six languages of the United Nations, by their codes: one row for each code.

A row ``match_*`` is for every code that begins so and has no row of its own. Words in braces are parameters of the fault.
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def problem_texts() -> Mapping[str, Mapping[str, str]]:
    """Code -> language -> words."""
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        return {row.pop("code"): row for row in csv.DictReader(file)}


@cache
def said_whole() -> frozenset[str]:
    """Codes whose words say all that there is to say: what their owner says in English beside them is always the same."""
    return frozenset(Path(__file__).with_name("said_whole.txt").read_text(encoding="utf-8").split())


def row_of(code: str) -> Mapping[str, str] | None:
    """The row of a code, or of its family; None for one that nobody wrote."""
    texts = problem_texts()
    if code in texts:
        return texts[code]
    family = max((one for one in texts if one.endswith("_*") and code.startswith(one[:-1])), key=len, default=None)
    return texts[family] if family is not None else None


def problem_words(code: str, language: str, parameters: Mapping[str, object]) -> str | None:
    """What a code says; None where nobody wrote it, or a parameter is not known: then the words of the refusal itself stand."""
    row = row_of(code)
    if row is None:
        return None
    try:
        return row[language].format_map(parameters)
    except KeyError:
        return None
