"""Words of the tables in the languages of the mechanism: headings, names of parties, labels of codes."""

import csv
from functools import cache, lru_cache
from pathlib import Path

import pycountry
from babel import Locale

from shared.contracts.vocabulary import LANGUAGES, deployments, organisations

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


@cache
def _territories(language: str) -> dict[str, str]:
    names = Locale(language).territories
    return {one.alpha_3: str(names.get(one.alpha_2, one.name)) for one in pycountry.countries}


def _named(scheme: str, code: str, language: str) -> str:
    if scheme in {"iso3166", "unhcr-office"}:
        country = _territories(language).get(code, code)
        return country if scheme == "iso3166" else f"UNHCR {country}"
    if scheme == "org" and code in organisations():
        return organisations()[code].names[-1].label
    if scheme in {"unhcr-bureau", "unhcr"}:
        return f"UNHCR {deployments().get(code, code)}"
    return code


@lru_cache(10_000)
def party_name(party: str, language: str) -> str:
    """What a party is called: States in the reader's language, organisations as they call themselves today."""
    scheme, _, code = party.partition(":")
    return _named(scheme, code, language)
