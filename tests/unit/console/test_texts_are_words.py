"""Texts of the catalogue read as words: none has what a reader takes for a missing value or a code, long before a page shows it."""

import re

import pytest

from services.console.wording.words import texts
from shared.contracts.vocabulary import LANGUAGES
from tests.support.read_by_people import CODE

PLACE = re.compile(r"\{\w+(?:[.!:][^}]*)?\}")


def coded(words: dict[str, str]) -> dict[str, str]:
    """Texts that hold a code, or a word of Python's, beside the places that a page fills."""
    return {key: text for key, text in words.items() if CODE.search(PLACE.sub("x", text))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_looks_like_a_missing_value_or_a_code(language: str) -> None:
    words = dict(texts(language))
    assert len(words) > 1500
    assert coded(words) == {}


@pytest.mark.control
def test_a_planted_text_is_found() -> None:
    planted = {"a": "None is known.", "b": "Ask {party} by post", "c": "See support_request", "d": "iso3166:TCD"}
    assert set(coded(planted)) == {"a", "c", "d"}
