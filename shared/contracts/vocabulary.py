"""Code lists of the published language: dated reference data, never enums, so a reorganisation is a change of data.

Sources: functional areas and support forms follow the public records of the mechanism (WM 1, 17, 18); bureau membership
follows UNHCR's own country table of November 2025 and the one before it.
"""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import ClassVar

from shared.modalities.access.kinds import know_kinds

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


@cache
def _counted() -> dict[tuple[str, str], dict[str, str]]:
    return {(row.pop("code"), row.pop("language")): row for row in _rows("labels/units_counted")}


def counted(unit: str, language: str, form: str) -> str:
    """What stands behind a number of a unit, in a plural form of CLDR (``one``, ``few``, ...): "day", "days".

    The language's most general form where it has none of that name; the code itself where the list of units has it not (a
    currency).
    """
    forms = _counted().get((unit, language), {})
    return forms.get(form) or forms.get("other", unit)


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


def deployment_of_country(country: str, on: date) -> str | None:
    """The deployment of a country's bureau (ISO 3166-1 alpha-3) on a date; None where Geneva alone has one for it."""
    bureau = bureau_of(country, on)
    return deployment_of_bureau(bureau) if bureau is not None else None


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
class KnownName(Code):
    """What an organisation is called in a time; ``words``: (language, name), where it said so in several languages."""

    words: tuple[tuple[str, str], ...] = ()

    def in_language(self, language: str) -> str:
        """In a language, as far as it has a name in it."""
        return dict(self.words).get(language, self.label)


@dataclass(frozen=True)
class Organisation:
    """A party that is not a State; organisations are renamed, so names are dated (EASO became EUAA).

    ``until``: its last day, once it has ended or gone up in another one; ``leads_to``: the code of that one.
    """

    code: str
    kind: str
    names: tuple[KnownName, ...]
    until: date | None = None
    leads_to: str | None = None

    def named(self, on: date) -> KnownName:
        """The name in use on a date; the first one before all of them, the latest one after."""
        earlier = [one for one in self.names if one.since <= on]
        return earlier[-1] if earlier else self.names[0]

    def name(self, on: date) -> str:
        """What it was called on a date."""
        return self.named(on).label


def kinds_of_parties() -> list[str]:
    """Of the code list ``party_kinds`` those of which there is a party, States first."""
    there = {one.kind for one in organisations().values()} | {"state"}
    return [code for code in code_list("party_kinds") if code in there]


@cache
def released_organisations() -> Mapping[str, Organisation]:
    """Organisations of the list that a release brings, by code."""
    found: dict[str, Organisation] = {}
    for row in _rows("organisations"):
        until = date.fromisoformat(row["until"]) if row["until"] else None
        name = KnownName(row["code"], row["name"], date.fromisoformat(row["since"]), until)
        earlier = found[row["code"]].names if row["code"] in found else ()
        found[row["code"]] = Organisation(row["code"], row["type"], (*earlier, name))
    return found


class _Known:
    """Of this process: the released list and what was registered since, as far as this process has heard."""

    everything: Mapping[str, Organisation] | None = None
    awaited = False
    forget: ClassVar[list[Callable[[], None]]] = []


def organisations() -> Mapping[str, Organisation]:
    """Every known organisation by code: the released list, and over it those that were registered (WM 3)."""
    return released_organisations() if _Known.everything is None else _Known.everything


def know_organisations(found: Iterable[Organisation]) -> None:
    """Lets this process know of registered organisations, instead of what it knew of the same ones. The released list stands."""
    new = {one.code: one for one in found if one.code not in released_organisations()}
    if new:
        _Known.everything = {**organisations(), **new}
        know_kinds({f"org:{code}": one.kind for code, one in new.items()})
        for forget in _Known.forget:
            forget()


def forget_registered() -> None:
    """Back to the released list alone."""
    _Known.everything, _Known.awaited = None, False
    know_kinds(None)
    for forget in _Known.forget:
        forget()


def when_organisations_change(forget: Callable[[], None]) -> None:
    """``forget`` drops what was worked out of the organisations that were known."""
    _Known.forget.append(forget)


def await_organisations(awaited: bool) -> None:
    """Whether this process has yet to read which organisations are registered: until then an unknown one may well be known."""
    _Known.awaited = awaited


def organisations_are_awaited() -> bool:
    """Whether this process has not read yet which organisations are registered."""
    return _Known.awaited


def surviving(code: str) -> str:
    """The code under which an organisation goes on: its own, or that of the one it went up in, to the last one.

    Two deployments may each merge one into the other's while the line between them is cut: such a ring ends where it began.
    """
    known, seen = organisations(), [code]
    while (one := known.get(seen[-1])) is not None:
        if one.leads_to is None or one.leads_to not in known or one.leads_to in seen:
            break
        seen.append(one.leads_to)
    return seen[-1]
