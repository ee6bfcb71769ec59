"""What each step asks for, in the six languages of the United Nations; by the key of its words (``shared.modalities.steps``)."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """Language -> key -> text with places to fill."""
    found: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return found


def step_words(key: str, language: str, details: Mapping[str, str]) -> str:
    """What a step asks for. Raises KeyError for a key or a language that nobody wrote."""
    return texts()[language][key].format(**details)
