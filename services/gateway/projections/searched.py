"""What an item is found by: words of its reference, title, summary and parties, folded, as its row keeps them.

Only what every reader of the item sees stands here, so that nothing is found by what is hidden. A request that is shown to
others has words of its own for them, of nothing but what its State agreed to show (WM 17).
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from shared.contracts.party_names import party_name
from shared.contracts.vocabulary import LANGUAGES, label, when_organisations_change
from shared.wording.words import words

LONGEST = 60
"""Signs of a word that are kept."""


@lru_cache(2000)
def _of_party(party: str) -> frozenset[str]:
    """A party by its names in every language, and by its code."""
    return frozenset(_words([party, *(party_name(party, language) for language in LANGUAGES)]))


when_organisations_change(_of_party.cache_clear)


def _words(texts: Iterable[Any]) -> Iterable[str]:
    return (word[:LONGEST] for text in texts if isinstance(text, str) for word in words(text))


def _sorted(texts: Iterable[Any], parties: Iterable[str]) -> list[str]:
    return sorted({*_words(texts), *(word for party in parties for word in _of_party(party))})


def words_of(
    reference: str | None,
    title: str | None,
    summary: str | None,
    parties: Iterable[str],
    texts: Iterable[str | None] = (),
    areas: Iterable[str] = (),
) -> list[str]:
    """Every word of an item, once. ``areas``: of which it is found by what they are called, in any of the six languages."""
    called = [name for area in areas for name in _of_area(area)]
    return _sorted((reference, title, summary, *texts, *called), parties)


@lru_cache(200)
def _of_area(area: str) -> tuple[str, ...]:
    """What a functional area is called in every language."""
    return tuple(label("functional_areas", area, language) for language in LANGUAGES)


def shown_words_of(fields: Any) -> list[str]:
    """Every word of what a State shows of its request; none when it shows nothing."""
    given = fields or {}
    texts = [given.get(name) for name in ("reference", "title", "summary")]
    return _sorted(texts, given.get("requesting_states") or ())
