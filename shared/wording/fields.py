"""What fields of a body and their choices are called, in the six languages of the United Nations: pages and workbooks say the same."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def field_texts() -> Mapping[str, Mapping[str, str]]:
    """Language -> key -> words: ``word.<field>``, ``choice.<list>.<code>``, ``workbook.<what a workbook says beside>``."""
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {language: {row["key"]: row[language] for row in rows} for language in rows[0] if language != "key"}


def field_word(name: str, language: str) -> str:
    """What a field is called; its own name where nobody wrote it."""
    texts = field_texts()[language]
    return texts.get(f"workbook.{name}") or texts.get(f"word.{name}", name)


@cache
def choice_codes() -> Mapping[str, tuple[str, ...]]:
    """Choices of a field that are no dated code list: name of the list -> codes."""
    found: dict[str, tuple[str, ...]] = {}
    for key in field_texts()["en"]:
        head, _, rest = key.partition(".")
        if head == "choice":
            name, _, code = rest.partition(".")
            found[name] = (*found.get(name, ()), code)
    return found


def choice_word(name: str, code: str, language: str) -> str:
    """What a choice is called; its code where nobody wrote it."""
    return field_texts()[language].get(f"choice.{name}.{code}", code)
