"""What a party is called in a language: one place for exports, mails and labels. States bear the United Nations' names."""

from datetime import UTC, date, datetime
from functools import lru_cache

from shared.contracts.reference.states import state_name
from shared.contracts.vocabulary import label, made_up_states, of_unhcr, organisations, surviving

SECRETARIAT = "secretariat"
"""UNHCR in Geneva, as parties write it (``unhcr:secretariat``)."""
UNPLACED = "officers"
"""UNHCR's officers, where it is not told of which deployment (``unhcr:officers``)."""


def _state(code: str, language: str) -> str:
    made_up = made_up_states().get(code)
    return made_up.name if made_up else state_name(code, language)


def party_name(party: str, language: str, on: date | None = None) -> str:
    """States, offices and bureaux in the reader's language, organisations as they call themselves; what is unknown, its code.

    ``on``: the day of the record that names an organisation, under the name of that day; without it, what it goes by today, which
    for one that went up in another is the other's name (WM 3).
    """
    scheme, _, code = party.partition(":")
    return _organisation(code, language, on) if scheme == "org" else _fixed(party, language)


def _organisation(code: str, language: str, on: date | None) -> str:
    known = organisations().get(code if on is not None else surviving(code))
    return known.named(on or datetime.now(UTC).date()).in_language(language) if known is not None else code


@lru_cache(10_000)
def _fixed(party: str, language: str) -> str:
    scheme, _, code = party.partition(":")
    if scheme == "iso3166":
        return _state(code, language)
    if scheme == "unhcr-office":
        return unhcr_name(language, _state(code, language))
    if scheme == "unhcr" and code == UNPLACED:
        return unhcr_name(language)
    if scheme in {"unhcr-bureau", "unhcr"}:
        return unhcr_name(language, label("deployments", "geneva" if code == SECRETARIAT else code, language))
    return code


def unhcr_name(language: str, place: str = "") -> str:
    """What UNHCR calls itself in a language, and its office or bureau of a place; in English where we have no words."""
    said = of_unhcr().get(language) or of_unhcr()["en"]
    return said.place.format(name=said.name, place=place) if place else said.name
