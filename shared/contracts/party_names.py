"""What a party is called in a language: one place for exports, mails and labels. States bear the United Nations' names."""

from functools import lru_cache

from shared.contracts.reference.states import state_name
from shared.contracts.vocabulary import label, made_up_states, of_unhcr, organisations

SECRETARIAT = "secretariat"
"""UNHCR in Geneva, as parties write it (``unhcr:secretariat``)."""


def _state(code: str, language: str) -> str:
    made_up = made_up_states().get(code)
    return made_up.name if made_up else state_name(code, language)


@lru_cache(10_000)
def party_name(party: str, language: str) -> str:
    """States, offices and bureaux in the reader's language, organisations as they call themselves today; what is unknown, its code."""
    scheme, _, code = party.partition(":")
    if scheme == "iso3166":
        return _state(code, language)
    if scheme == "unhcr-office":
        return unhcr_name(language, _state(code, language))
    if scheme == "org" and code in organisations():
        return organisations()[code].names[-1].label
    if scheme in {"unhcr-bureau", "unhcr"}:
        return unhcr_name(language, label("deployments", "geneva" if code == SECRETARIAT else code, language))
    return code


def unhcr_name(language: str, place: str = "") -> str:
    """What UNHCR calls itself in a language, and its office or bureau of a place; in English where we have no words."""
    said = of_unhcr().get(language) or of_unhcr()["en"]
    return said.place.format(name=said.name, place=place) if place else said.name
