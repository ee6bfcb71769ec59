"""What a thing's status is called, in the six languages of the United Nations: one place for mails and pages."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def status_texts() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Language -> kind -> status -> words."""
    found: dict[str, dict[str, dict[str, str]]]
    found = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return found


def status_words(kind: str, status: str, language: str) -> str:
    """What a status is called. Raises KeyError for one that nobody wrote."""
    return status_texts()[language][kind][status]
