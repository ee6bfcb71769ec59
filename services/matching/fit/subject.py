"""Words that two texts share: TF-IDF over the offers' own words. Codes say less than what people wrote (WM 11)."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.wording.words import words as words_of

LEAST = 3
"""Letters of a word that says something."""
# Words that say nothing about a subject in the languages the records are written in.
_EMPTY = frozenset(
    """
    and the for with from that this are was were has have its their into within other others und les des une pour avec
    dans sur par los las del con para una support state states asylum project projects national system systems refugee
    refugees shown source public record https http www org acsg portal matches pledges
    """.split()  # noqa: SIM905 - a list of words reads best as words
)

Postings = Mapping[str, Mapping[int, float]]
"""word -> number of the offer -> weight of the word in it, each offer's weights being of unit length."""


def words(*texts: str | None) -> list[str]:
    """Meaningful words, cut to a stem of six letters so that forms of a word meet; of Chinese, two signs at a time."""
    found = (word for text in texts if text for word in words_of(text, LEAST))
    return [word[:6] for word in found if word not in _EMPTY and not any(map(str.isdigit, word))]


def index(texts: Sequence[Counter[str]]) -> Postings:
    """Postings of texts given as counted words."""
    spread = Counter(word for text in texts for word in text)
    rarity = {word: math.log(1 + len(texts) / n) for word, n in spread.items()}
    postings: dict[str, dict[int, float]] = {}
    for number, text in enumerate(texts):
        values = {word: (1 + math.log(n)) * rarity[word] for word, n in text.items()}
        length = math.sqrt(sum(value * value for value in values.values()))
        for word, value in values.items():
            postings.setdefault(word, {})[number] = value / length
    return postings


@dataclass(frozen=True, slots=True)
class Subject:
    """How near each offer's text is to a request's: 1 for the nearest, by number of the offer."""

    asked: tuple[str, ...]
    values: Sequence[float]
    postings: Postings

    def common(self, number: int) -> list[str]:
        """Words that the request and one offer share."""
        return [word for word in self.asked if number in self.postings[word]]


def subject(texts: Sequence[str | None], postings: Postings, count: int) -> Subject | None:
    """Compares a request's words with all offers; None when no word of it is anywhere."""
    asked = tuple(word for word in sorted(set(words(*texts))) if word in postings)
    if not asked:
        return None
    values = [0.0] * count
    for word in asked:
        for number, value in postings[word].items():
            values[number] += value
    top = max(values)
    return Subject(asked, [round(value / top, 3) if value else 0.0 for value in values], postings)
