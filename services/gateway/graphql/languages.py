"""The language that words are asked for in."""

from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.errors import Fault, Invalid


def asked(language: str) -> str:
    """One of the six languages of the United Nations. Raises Invalid."""
    if language not in LANGUAGES:
        raise Invalid((Fault("/language", f"one of {', '.join(LANGUAGES)}", "unknown_language"),))
    return language
