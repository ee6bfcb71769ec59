"""How a language writes moments and marks, and in which order a body is read: what pages take from nowhere else."""

import pytest

from services.console.asking.gateway import Problem
from services.console.http.deciding import faults_of
from services.console.http.rendering import in_order
from services.console.wording.words import words
from shared.modalities.errors import Fault

AT = "2026-11-28T20:12:00+00:00"


@pytest.mark.parametrize(
    ("language", "moment", "day"),
    [
        ("en", "28 Nov 2026, 20:12 UTC", "28 November 2026"),
        ("fr", "28 nov. 2026, 20:12 UTC", "28 novembre 2026"),
        ("ar", "28 نوفمبر 2026، 20:12 UTC", "28 نوفمبر 2026"),
        ("zh", "2026年11月28日 20:12 UTC", "2026年11月28日"),
    ],
)
def test_a_moment_is_written_as_the_language_writes_it(language: str, moment: str, day: str) -> None:
    assert words(language).moment(AT) == moment
    assert words(language).day(AT[:10]) == day


def test_marks_are_of_the_language() -> None:
    assert [words(one).say("mark.comma") for one in ("fr", "ar", "zh")] == [", ", "، ", "、"]
    assert words("fr").say("mark.colon") == "\u00a0: "


def test_a_beginning_is_read_before_its_end() -> None:
    kept = {"end": "2027", "quantity": {}, "start": "2026", "unit": "packages", "amount": "2"}
    assert [name for name, _ in in_order(kept)] == ["amount", "unit", "start", "end", "quantity"]


def test_a_librarys_english_stands_beside_no_words_that_say_all() -> None:
    given = (
        Fault("/title", "String should have at least 3 characters", "string_too_short"),
        Fault("/x", "Not 1850", "implausible_date"),
    )
    found = faults_of(Problem(422, "invalid", "", None, given, None), words("fr"))
    assert [one["detail"] for one in found] == ["", "Not 1850"]
    assert found[0]["said"] == "La réponse est trop courte"
