"""How a language writes moments and marks, and in which order a body is read: what pages take from nowhere else."""

import pytest

from services.console.asking.gateway import CommandProblem, SaidFault, said_faults
from services.console.http.deciding import faults_of
from services.console.http.rendering import in_order
from services.console.wording.words import words
from shared.contracts.vocabulary import LANGUAGES, _counted, code_list
from shared.modalities.errors import Fault
from shared.runtime.http.problems import fault_in_language
from shared.wording.problems import problem_words

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
        SaidFault("/title", "String should have at least 3 characters", "string_too_short"),
        SaidFault("/x", "Déjà dit", "already_said", "Not 1850"),
    )
    found = faults_of(CommandProblem(422, "invalid", "", None, given, None), words("fr"))
    assert [one["detail"] for one in found] == ["", "Not 1850"]
    assert found[0]["said"] == "La réponse est trop courte"


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_fault_is_said_once_in_the_readers_language(language: str) -> None:
    """As the gateway says it, with its owner's own words beside where they say more, never the same text twice."""
    owners = Fault("/states/1", "iso3166:TCD stands there twice", "twice")
    (found,) = faults_of(
        CommandProblem(422, "invalid", "", None, said_faults([fault_in_language(owners, language)]), None),
        words(language),
    )
    assert (found["said"], found["detail"]) == (problem_words("twice", language, {}), owners.message)
    plain = Fault("/states/1", str(problem_words("twice", "en", {})), "twice")
    (found,) = faults_of(
        CommandProblem(422, "invalid", "", None, said_faults([fault_in_language(plain, "en")]), None), words("en")
    )
    assert (found["said"], found["detail"]) == (plain.message, "")
    unknown = said_faults([fault_in_language(Fault("/x", "Only in English", "nobody_wrote_it"), language)])
    (found,) = faults_of(CommandProblem(422, "invalid", "", None, unknown, None), words(language))
    assert (found["said"], found["detail"]) == (words(language).say("fault.other"), "Only in English")


@pytest.mark.parametrize(
    ("language", "one", "two", "five"),
    [
        ("en", "1 package of support", "2 packages of support", "5 packages of support"),
        ("fr", "1,5 ensemble d’appui", "2 ensembles d’appui", "5 ensembles d’appui"),
        ("ru", "21 пакет поддержки", "2 пакета поддержки", "5 пакетов поддержки"),
        ("ar", "1 حزمة دعم", "2 حزمة دعم", "5 حزم دعم"),
    ],
)
def test_what_is_counted_stands_in_the_form_of_its_number(language: str, one: str, two: str, five: str) -> None:
    said = [
        words(language).amount({"amount": text.split()[0].replace(",", "."), "unit": "packages"})
        for text in (one, two, five)
    ]
    assert said == [one, two, five]
    assert words(language).amount({"amount": "1.00", "unit": "packages"}) == words(language).amount(
        {"amount": "1", "unit": "packages"}
    )


def test_every_unit_has_each_form_that_its_language_tells_apart() -> None:
    for language in LANGUAGES:
        forms = {form for form in words(language).locale.plural_form.tags if form not in {"zero", "many"}} | {"other"}
        needed = forms | ({"many"} & words(language).locale.plural_form.tags if language in {"ar", "ru"} else set())
        for unit in code_list("units"):
            assert all(_counted()[unit, language][form] for form in needed), (unit, language)
