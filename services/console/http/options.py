"""What a question can be answered with, in the reader's language."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pycountry
from babel.numbers import get_territory_currencies

from services.console.forms.choices import FIXED
from services.console.wording.words import ConsoleWords, codes
from shared.contracts.reference.states import states
from shared.contracts.vocabulary import LANGUAGES, deployments, kinds_of_parties, organisations
from shared.modalities.access.actor import Actor
from shared.wording.folded import folded

MONEY = ("USD", "EUR")
LISTS: Mapping[str, Callable[[], Iterable[str]]] = {
    "languages": lambda: LANGUAGES,
    "party_kinds": kinds_of_parties,
    "deployments": deployments,
}
"""Lists of the mechanism that are no code list."""


@dataclass(frozen=True)
class Option:
    """One answer."""

    code: str
    label: str
    chosen: bool


def named(known: Iterable[tuple[str, str]], chosen: object) -> list[Option]:
    """Answers that a thing has of its own: code and label."""
    given = chosen if isinstance(chosen, list) else [chosen]
    return [Option(code, label, code in given) for code, label in known]


def options(words: ConsoleWords, name: str, chosen: object, actor: Actor) -> list[Option]:
    """The answers there are; one that was given and is no more stays, so that nothing typed is lost."""
    given = chosen if isinstance(chosen, list) else [chosen] if chosen else []
    if name == "organisations":
        known = [f"org:{code}" for code in organisations()]
        return _by_name(words, known, [str(one) for one in given])
    if name == "states":
        return _by_name(words, [f"iso3166:{code}" for code in states()], [str(one) for one in given])
    if name == "offerers":
        return _by_name(words, parties(), [str(one) for one in given])
    listed = LISTS.get(name)
    known = list(FIXED.get(name) or (listed() if listed is not None else codes(name)))
    if name == "units":
        known += [one for one in (*MONEY, *_money_of(actor)) if one not in known]
    known += [str(one) for one in given if one not in known]
    return [Option(code, words.choice(name, code), code in given) for code in known]


def parties() -> list[str]:
    """States and organisations: who may offer."""
    return [*(f"iso3166:{code}" for code in states()), *(f"org:{code}" for code in organisations())]


def by_name(words: ConsoleWords, those: Iterable[str]) -> list[tuple[str, str]]:
    """Parties with their names, in the order of the reader's language."""
    return sorted(((one, words.party(one)) for one in set(those)), key=lambda one: folded(one[1]))


def _by_name(words: ConsoleWords, known: list[str], given: list[str]) -> list[Option]:
    """Chosen ones first."""
    found = [Option(one, words.party(one), one in given) for one in {*known, *given}]
    return sorted(found, key=lambda one: (not one.chosen, folded(one.label)))


def _money_of(actor: Actor) -> list[str]:
    scheme, _, code = (actor.party or "").partition(":")
    country = pycountry.countries.get(alpha_3=code) if scheme == "iso3166" else None
    return [str(one) for one in get_territory_currencies(country.alpha_2)] if country is not None else []
