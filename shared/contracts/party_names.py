"""What a party is called in a language: one place for exports, mails and labels. States bear the United Nations' names."""

from functools import lru_cache

from shared.contracts.reference.states import state_name
from shared.contracts.vocabulary import deployments, made_up_states, organisations


def _state(code: str, language: str) -> str:
    made_up = made_up_states().get(code)
    return made_up.name if made_up else state_name(code, language)


@lru_cache(10_000)
def party_name(party: str, language: str) -> str:
    """States and offices in the reader's language, organisations as they call themselves today; what is unknown, its code."""
    scheme, _, code = party.partition(":")
    if scheme == "iso3166":
        return _state(code, language)
    if scheme == "unhcr-office":
        return f"UNHCR {_state(code, language)}"
    if scheme == "org" and code in organisations():
        return organisations()[code].names[-1].label
    if scheme in {"unhcr-bureau", "unhcr"}:
        return f"UNHCR {deployments().get(code, code)}"
    return code
