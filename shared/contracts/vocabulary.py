"""Code lists of the published language: dated reference data, never enums, so a reorganisation is a change of data.

Sources: functional areas and support forms follow the public records of the mechanism (WM 1, 17, 18); bureau membership
follows UNHCR's own country table of November 2025 and the one before it.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "codelists"


@dataclass(frozen=True)
class Code:
    """One entry of a code list, valid from ``since`` until ``until`` (inclusive; None = still valid)."""

    code: str
    label: str
    since: date
    until: date | None = None


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def code_list(name: str) -> dict[str, Code]:
    """A code list by name: ``functional_areas``, ``support_forms``, ``units``, ``decline_reasons`` or ``party_kinds``."""
    return {row["code"]: Code(row["code"], row["label"], date.fromisoformat(row["since"])) for row in _rows(name)}


LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
"""The languages of the mechanism: those of the United Nations."""


@cache
def translations(name: str) -> dict[str, dict[str, str]]:
    """Labels of a code list beside English: code -> language -> label. English stands in the list itself."""
    return {row.pop("code"): row for row in _rows(f"labels/{name}")}


def label(name: str, code: str, language: str) -> str:
    """The label of a code in a language; the code itself when it is in no list (a currency among the units)."""
    known = deployments() if name == "deployments" else {c: one.label for c, one in code_list(name).items()}
    return translations(name).get(code, {}).get(language) or known.get(code, code)


@dataclass(frozen=True)
class OfUnhcr:
    """UNHCR's short name in a language, how an office of a place is called by it, and where and when the name was read."""

    name: str
    place: str
    source: str
    read: date


@cache
def of_unhcr() -> dict[str, OfUnhcr]:
    """UNHCR's short names: language -> name."""
    rows = _rows("labels/unhcr")
    return {
        row["language"]: OfUnhcr(row["name"], row["place"], row["source"], date.fromisoformat(row["read"]))
        for row in rows
    }


@cache
def _membership() -> dict[str, tuple[tuple[str, date, date], ...]]:
    found: dict[str, list[tuple[str, date, date]]] = {}
    for row in _rows("bureau_membership"):
        until = date.fromisoformat(row["until"]) if row["until"] else date.max
        found.setdefault(row["country"], []).append((row["bureau"], date.fromisoformat(row["since"]), until))
    return {country: tuple(spans) for country, spans in found.items()}


def bureau_of(country: str, on: date) -> str | None:
    """Regional bureau of a country (ISO 3166-1 alpha-3) on a date; None when it is in no table (WM 6)."""
    return next((b for b, since, until in _membership().get(country, ()) if since <= on <= until), None)


def bureaux(on: date | None) -> list[str]:
    """Regional bureaux that serve countries on a date; without one, those there ever were in the tables."""
    found = (span for spans in _membership().values() for span in spans)
    return sorted({bureau for bureau, since, until in found if on is None or since <= on <= until})


@cache
def _deployments() -> dict[str, tuple[str, str]]:
    return {row["code"]: (row["bureau"], row["name"]) for row in _rows("deployments")}


def deployments() -> dict[str, str]:
    """Every known deployment: code -> name."""
    return {code: name for code, (_, name) in _deployments().items()}


OFFICE = "unhcr-office:"
"""How the parties begin that are offices of UNHCR in a country."""


def office_of(state: str) -> str:
    """The country office for a State (``iso3166:TCD`` -> ``unhcr-office:TCD``), whether or not there is one (WM 8)."""
    return OFFICE + state.partition(":")[2]


def deployment_of_bureau(bureau: str) -> str | None:
    """The deployment that serves a bureau; None for a bureau that no longer exists."""
    return next((code for code, (served, _) in _deployments().items() if served == bureau), None)


SANDBOX = "sandbox"
"""The deployment of made-up States. It hears of no other and no other hears of it."""


@dataclass(frozen=True)
class MadeUpState:
    """A State of the sandbox, by one of the codes that ISO 3166-1 leaves to its users."""

    code: str
    name: str
    language: str


@cache
def made_up_states() -> dict[str, MadeUpState]:
    """States that there are in the sandbox and nowhere else."""
    return {row["code"]: MadeUpState(**row) for row in _rows("made_up_states")}


@dataclass(frozen=True)
class Organisation:
    """A party that is not a State; organisations are renamed, so names are dated (EASO became EUAA)."""

    code: str
    kind: str
    names: tuple[Code, ...]

    def name(self, on: date) -> str:
        """The name in use on a date; the latest one when the date is after all of them."""
        return next((n.label for n in self.names if n.since <= on <= (n.until or date.max)), self.names[-1].label)


def kinds_of_parties() -> list[str]:
    """Of the code list ``party_kinds`` those of which there is a party, States first."""
    there = {one.kind for one in organisations().values()} | {"state"}
    return [code for code in code_list("party_kinds") if code in there]


@cache
def organisations() -> dict[str, Organisation]:
    """Every known organisation by code."""
    found: dict[str, Organisation] = {}
    for row in _rows("organisations"):
        until = date.fromisoformat(row["until"]) if row["until"] else None
        name = Code(row["code"], row["name"], date.fromisoformat(row["since"]), until)
        earlier = found[row["code"]].names if row["code"] in found else ()
        found[row["code"]] = Organisation(row["code"], row["type"], (*earlier, name))
    return found
