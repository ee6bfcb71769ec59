"""Answers that a cell can be chosen from: shown with their label and code, read back by code or by label in any language."""

import re
from collections.abc import Mapping
from functools import cache

import pycountry
from babel import Locale
from babel.numbers import get_currency_name

from shared.contracts.party_names import party_name
from shared.contracts.reference.currencies import currencies
from shared.contracts.reference.states import states
from shared.contracts.vocabulary import LANGUAGES, OFFICE, code_list, label, organisations, when_organisations_change
from shared.wording.fields import choice_codes, choice_word
from shared.wording.folded import folded

_CODE = re.compile(r"\[([^\[\]]+)\]\s*$")
_LOCALES = {"zh": "zh_Hans"}


def _parties() -> list[str]:
    return [*_states(), *(f"org:{code}" for code in organisations())]


def _states() -> list[str]:
    return [f"iso3166:{code}" for code in states()]


@cache
def codes(name: str) -> tuple[str, ...]:
    """The codes of a list, in its order."""
    if name == "languages":
        more = sorted(one.alpha_2 for one in pycountry.languages if hasattr(one, "alpha_2"))
        return tuple(dict.fromkeys((*LANGUAGES, *more)))
    if name == "states":
        return tuple(_states())
    if name in {"parties", "offerers"}:
        return tuple(_parties())
    if name == "offices":
        return tuple(OFFICE + code for code in states())
    if name == "units":
        return (*code_list("units"), *currencies())
    return tuple(code_list(name)) if name in {"functional_areas", "support_forms"} else choice_codes()[name]


def _named(name: str, code: str, language: str) -> str:
    if name in {"states", "parties", "offerers", "offices"}:
        return party_name(code, language)
    if name == "languages":
        return str(Locale.parse(_LOCALES.get(language, language)).languages.get(code, code))
    if name == "units" and code not in code_list("units"):
        return str(get_currency_name(code, locale=_LOCALES.get(language, language)))
    if name in {"units", "functional_areas"}:
        return label(name, code, language)
    return choice_word(name, code, language)


def shown(name: str, code: str, language: str) -> str:
    """What a cell says of a code: its label and the code itself."""
    called = _named(name, code, language)
    return f"{called} [{code}]" if called != code else code


@cache
def listed(name: str, language: str) -> tuple[str, ...]:
    """What there is to choose from, in the language of the workbook; long lists in its order."""
    said = [shown(name, code, language) for code in codes(name)]
    return tuple(sorted(said, key=folded) if name in {"states", "parties", "offerers", "offices"} else said)


@cache
def _by_label(name: str) -> Mapping[str, str]:
    """Label, folded, in any language -> code; a label of two codes names neither."""
    found: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for code in codes(name):
            found.setdefault(folded(_named(name, code, language)), set()).add(code)
    return {said: next(iter(those)) for said, those in found.items() if len(those) == 1}


for _worked_out in (codes, listed, _by_label):
    when_organisations_change(_worked_out.cache_clear)


def code_in(name: str, text: str) -> str:
    """The code that a cell means; the text as it stands where it means none, for the door to refuse by name."""
    said = text.strip()
    if (inside := _CODE.search(said)) is not None:
        return inside.group(1).strip()
    return said if said in codes(name) else _by_label(name).get(folded(said), said)
