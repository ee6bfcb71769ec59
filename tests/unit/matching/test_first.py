"""The best line of each owner, the first few of them, and how many words are told (WM 11)."""

from collections.abc import Sequence

import pytest

from services.matching.fit.ranking import _first, _of_subject
from services.matching.fit.subject import Subject


@pytest.mark.parametrize(
    ("scores", "owners", "most", "wanted"),
    [
        ((0.5, 0.4, 0.3), (1, 2, 3), None, [0, 1, 2]), ((0.3, 0.5, 0.4), (1, 2, 3), None, [1, 2, 0]),
        ((0.3, 0.5, 0.4), (1, 1, 2), None, [1, 2]), ((0.5, 0.4, 0.3), (1, 2, 3), 2, [0, 1]),
        ((0.5, 0.4, 0.3), (1, 2, 3), 1, [0]), ((0.5, 0.4, 0.3), (1, 2, 3), 9, [0, 1, 2]), ((), (), 2, []),
        # Equal to four digits: in the order given, also where the first few end between them.
        ((0.12336, 0.12344), (1, 2), None, [0, 1]), ((0.12336, 0.12344), (1, 2), 1, [0]),
        ((0.5, 0.12336, 0.12344), (1, 2, 3), 2, [0, 1]), ((0.1, 0.2, 0.2, 0.2), (1, 2, 3, 4), 2, [1, 2]),
        ((0.1233, 0.1234), (1, 2), None, [1, 0]), ((0.0, 0.0, 0.0), (1, 2, 3), 2, [0, 1]),
    ],
)  # fmt: skip
def test_the_first_few(scores: Sequence[float], owners: Sequence[int], most: int | None, wanted: list[int]) -> None:
    assert _first(scores, owners, most) == wanted


@pytest.mark.parametrize(("count", "told"), [(0, 0), (1, 1), (6, 6), (7, 6)])
def test_six_words_in_common_are_told_at_most(count: int, told: int) -> None:
    names = tuple("abcdefg")
    about = Subject(names, [0.4], {word: {0: 1.0} if n < count else {} for n, word in enumerate(names)})
    signal = _of_subject(about, 0)
    words = f"words in common: {', '.join(names[:told])}" if told else "no words in common"
    assert (signal.signal, signal.value, signal.words) == ("subject", 0.4 if told else 0.0, words)
