"""States and territories with the names that the United Nations use, in its six languages, and their codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from shared.contracts.reference.tables import rows


@dataclass(frozen=True)
class State:
    """One entry. ``names`` is language -> name in use since ``since``; ``formal`` is the long English name."""

    code: str
    alpha2: str
    m49: str
    since: date
    names: Mapping[str, str]
    formal: str


@cache
def states() -> Mapping[str, State]:
    """ISO 3166-1 alpha-3 code -> State; beside these XKX, which ISO leaves to its users and agencies use for Kosovo."""
    found = {}
    for row in rows("states"):
        names = {language: row[language] for language in ("ar", "en", "es", "fr", "ru", "zh")}
        found[row["code"]] = State(
            row["code"], row["alpha2"], row["m49"], date.fromisoformat(row["since"]), MappingProxyType(names), row["formal_en"]
        )  # fmt: skip
    return MappingProxyType(found)


def state_name(code: str, language: str) -> str:
    """The name of a State in a language of the mechanism, English otherwise; the code itself when there is no such State."""
    found = states().get(code)
    return code if found is None else found.names.get(language, found.names["en"])


@cache
def iso_of_unhcr() -> Mapping[str, str]:
    """UNHCR's own country codes where they are no ISO codes -> the ISO code that is meant."""
    return {row["code"]: row["iso"] for row in rows("unhcr_country_codes")}
