"""Words that texts share, and areas that serve each other: the numbers, by hand (WM 11)."""

from collections import Counter

import pytest

from services.matching.fit.relatedness import relatedness
from services.matching.fit.subject import index, subject, words


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("Registration of asylum seekers",), ["regist", "seeker"]), (("the State and its people",), ["people"]),
        ((None, "", "Tablets"), ["tablet"]), (("in 2027 by A4 or of IT",), []), (("B2B files",), ["files"]),
        (("One", "two two"), ["one", "two", "two"]), (("Demandes d’asile",), ["demand", "asile"]),
    ],
)  # fmt: skip
def test_words_that_say_something(texts: tuple[str | None, ...], found: list[str]) -> None:
    assert words(*texts) == found


def test_a_rare_word_weighs_more_and_each_text_is_of_unit_length() -> None:
    postings = index([Counter({"a": 1, "b": 2}), Counter({"a": 3}), Counter()])
    assert {word: sorted(of) for word, of in postings.items()} == {"a": [0, 1], "b": [0]}
    # a: log(1 + 3/2) = 0.9163; b: (1 + log 2) * log(1 + 3/1) = 2.3472; together 2.5197.
    assert postings["a"][0] == pytest.approx(0.36366, abs=1e-4)
    assert postings["b"][0] == pytest.approx(0.93153, abs=1e-4)
    assert postings["a"][1] == pytest.approx(1.0)


def test_the_nearest_offer_has_one_and_others_their_part() -> None:
    postings = {"regist": {0: 0.5, 2: 0.25}, "tablet": {0: 0.5}, "visits": {1: 1.0}}
    found = subject(["Registration", None, "Tablets for registration"], postings, 4)
    assert found is not None
    assert found.asked == ("regist", "tablet")
    assert list(found.values) == [1.0, 0.0, 0.25, 0.0]
    assert [found.common(number) for number in range(3)] == [["regist", "tablet"], [], ["regist"]]
    thirds = subject(["Registration"], {"regist": {0: 0.9, 1: 0.6}}, 2)
    assert thirds is not None
    assert list(thirds.values) == [1.0, 0.667]


def test_a_request_whose_words_are_nowhere_has_no_subject() -> None:
    assert subject(["Interpreters"], {"regist": {0: 0.5}}, 1) is None
    assert subject([None], {}, 0) is None


@pytest.mark.parametrize(
    ("one", "other", "value"),
    [("registration", "registration", 1.0), ("registration", "documentation", 0.7), ("documentation", "registration", 0.7),
     ("registration", "appeals", 0.0)],
)  # fmt: skip
def test_areas_that_serve_each_other(one: str, other: str, value: float) -> None:
    assert relatedness(one, other) == value
