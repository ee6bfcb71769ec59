"""Words in six languages: none missing, none unused, plural forms of each language, kept messages unchanged."""

import copy
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.notifications.wording import direction, formats
from services.notifications.wording.catalogue import WordsOfLanguage as Catalogue
from services.notifications.wording.catalogue import (
    _document,
    declared,
    expected,
    faults,
    flat,
    forms,
    places,
    words,
)
from shared.contracts.vocabulary import LANGUAGES, code_list, deployments, label, translations
from tests.support.golden_mails import FOLDER, golden


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything_and_nothing_more(language: str) -> None:
    assert faults(language, _document(language)) == []


@pytest.mark.parametrize(
    ("path", "value", "expected_fault"),
    [
        (("mail", "greeting"), None, "fr: mail.greeting is missing"),
        (("acsg.intake.feedback-shared", "act"), None, "fr: acsg.intake.feedback-shared.act is missing"),
        (("days", "late", "many"), None, "fr: days.late.many is missing"),
        (("days", "late", "few"), "x", "fr: days.late.few is said nowhere"),
        (("mail", "planted"), "x", "fr: mail.planted is said nowhere"),
        (
            ("acsg.roster.party-of-offer-answered", "act"),
            "x",
            "fr: acsg.roster.party-of-offer-answered.act is said nowhere",
        ),
        (("mail", "due"), "Merci.", "fr: mail.due fills [], not ['when']"),
        (("days", "late", "other"), "tard", "fr: days.late.other fills [], not ['n']"),
        (("mail", "greeting"), " ", "fr: mail.greeting is empty"),
    ],
)
def test_a_planted_fault_of_the_words_is_found(path: tuple[str, ...], value: str | None, expected_fault: str) -> None:
    document: dict[str, Any] = copy.deepcopy(_document("fr"))
    inner = document
    for name in path[:-1]:
        inner = inner[name]
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    assert faults("fr", document) == [expected_fault]


def test_every_key_is_said_by_some_message(monkeypatch: pytest.MonkeyPatch) -> None:
    used: set[str] = set()
    say, count = Catalogue.say, Catalogue.count

    def saying(self: Catalogue, key: str, **values: object) -> str:
        used.add(key)
        return say(self, key, **values)

    def counting(self: Catalogue, key: str, n: int, **values: object) -> str:
        used.add(key)
        return count(self, key, n, **values)

    monkeypatch.setattr(Catalogue, "say", saying)
    monkeypatch.setattr(Catalogue, "count", counting)
    golden()
    assert declared() - used == set()


def test_kept_messages_are_unchanged() -> None:
    made = golden()
    kept = {path: path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.txt")}
    assert set(kept) == set(made), "run `make golden-mails`"
    changed = [str(path.relative_to(FOLDER)) for path, text in made.items() if kept[path] != text]
    assert changed == [], "run `make golden-mails`, and read the difference"


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("ar", {"zero", "one", "two", "few", "many", "other"}), ("ru", {"one", "few", "many", "other"}),
        ("fr", {"one", "many", "other"}), ("es", {"one", "many", "other"}), ("en", {"one", "other"}),
        ("zh", {"other"}),
    ],
)  # fmt: skip
def test_plural_forms_are_those_of_the_language(language: str, wanted: set[str]) -> None:
    assert forms(language) == wanted
    assert {key for key in expected(language) if key.startswith("days.late.")} == {f"days.late.{f}" for f in wanted}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", ["1 день", "2 дня", "5 дней", "11 дней", "21 день", "104 дня"]),
        ("ar", ["يوماً واحداً", "يومين", "5 أيام", "11 يوماً", "21 يوماً", "104 أيام"]),
        ("fr", ["1 jour ", "2 jours", "5 jours", "11 jours", "21 jours", "104 jours"]),
        ("en", ["1 day ", "2 days", "5 days", "11 days", "21 days", "104 days"]),
        ("zh", ["1 天", "2 天", "5 天", "11 天", "21 天", "104 天"]),
    ],
)
def test_numbers_take_the_form_they_need(language: str, said: list[str]) -> None:
    for n, text in zip((1, 2, 5, 11, 21, 104), said, strict=True):
        assert text in words(language).count("days.late", n)


def test_a_language_that_is_none_of_the_six_is_written_to_in_english() -> None:
    assert words("pt") is not words("en")
    assert words("pt").say("mail.greeting") == words("en").say("mail.greeting")
    assert {words(one).direction for one in LANGUAGES if one != "ar"} == {"ltr"}
    assert words("ar").direction == "rtl"


@pytest.mark.parametrize(
    ("language", "zone", "said"),
    [
        ("en", "Europe/London", "Sunday, 15 March 2026, 22:30 (Greenwich Mean Time)"),
        ("fr", "Africa/Ndjamena", "dimanche 15 mars 2026 à 23:30 (heure normale d’Afrique de l’Ouest)"),
        ("es", "America/Bogota", "domingo, 15 de marzo de 2026 a las 17:30 (hora estándar de Colombia)"),
        ("ru", "Asia/Tashkent", "понедельник, 16 марта 2026 г., 03:30 (Узбекистан, стандартное время)"),
        ("zh", "Asia/Shanghai", "2026年3月16日星期一 06:30（中国标准时间）"),
        ("ar", "Africa/Cairo", "الاثنين، 16 آذار/مارس 2026، 12:30 ص (توقيت شرق أوروبا الرسمي)"),
    ],
)
def test_a_moment_is_said_in_the_readers_language_and_zone(language: str, zone: str, said: str) -> None:
    moment = datetime(2026, 3, 15, 22, 30, tzinfo=UTC)
    assert formats.moment(words(language), moment, zone).replace("\u202f", " ").replace("\xa0", " ") == said


def test_both_names_of_every_month_stand_in_arabic() -> None:
    days = [formats.day(words("ar"), date(2026, month, 1)) for month in range(1, 13)]
    assert all(text.count("/") == 1 for text in days)
    assert len({text.split("/")[0] for text in days}) == 12


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("ar", "Digital files", "\u2068Digital files\u2069"),
        ("ar", "ملفات رقمية", "ملفات رقمية"),
        ("fr", "ملفات رقمية", "\u2068ملفات رقمية\u2069"),
        ("fr", "Dossiers 2026", "Dossiers 2026"),
        ("en", "One\r\nBcc: other@example.org", "One Bcc: other@example.org"),
        ("en", "safe\u202egnp.exe", "safe gnp.exe"),
    ],
)
def test_text_of_a_party_stays_on_its_line_and_in_its_direction(language: str, text: str, said: str) -> None:
    assert direction.foreign(words(language), text) == said


@pytest.mark.parametrize("name", ["functional_areas", "units", "deployments"])
def test_every_code_has_its_label_in_the_six_languages(name: str) -> None:
    codes = set(deployments() if name == "deployments" else code_list(name))
    assert unlabelled(name, codes) == []
    assert unlabelled(name, {*codes, "planted"}) == ["planted has no label"]
    assert unlabelled(name, codes - {next(iter(codes))}) == [f"{next(iter(codes))} is in no list"]


def unlabelled(name: str, codes: set[str]) -> list[str]:
    """What is wrong with the labels of a code list."""
    found, wanted = translations(name), {one for one in LANGUAGES if one != "en"}
    faults_ = [f"{code} has no label" for code in sorted(codes - set(found))]
    faults_ += [f"{code} is in no list" for code in sorted(set(found) - codes)]
    return faults_ + [f"{c} lacks {one}" for c in found for one in wanted if not (found[c].get(one) or "").strip()]


def test_labels_are_in_the_script_of_their_language() -> None:
    scripts = {"ar": r"[\u0600-\u06ff]", "ru": r"[\u0400-\u04ff]", "zh": r"[\u4e00-\u9fff]"}
    for name in ("functional_areas", "units", "deployments"):
        for code in translations(name):
            assert all(re.search(script, label(name, code, language)) for language, script in scripts.items()), code
    assert label("units", "EUR", "ar") == "EUR"


def test_places_are_read_from_a_text() -> None:
    assert places("{a} and {b}") == {"a", "b"}
    assert flat({"x": {"y": "z"}}) == {"x.y": "z"}
