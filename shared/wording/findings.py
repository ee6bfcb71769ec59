"""Why something was found so, in the six languages of the United Nations; by the code of the reason (``shared.modalities.rule``)."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path


@cache
def reason_texts() -> Mapping[str, Mapping[str, str]]:
    """Language -> code -> text with a place for the name of a party where it is about one."""
    found: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return found


def finding_words(reasons: Iterable[tuple[str, str | None]], language: str, name_of: Callable[[str, str], str]) -> str:
    """Reasons (code, party) as sentences. ``name_of``: a party in a language. Raises KeyError for what nobody wrote."""
    texts, end = reason_texts()[language], "。" if language == "zh" else ". "
    said = (texts[code].format(party=name_of(party, language) if party else "") for code, party in reasons)
    return end.join(said)
