"""The check of what a person should not read, held against what is planted: it runs over every page that is served."""

import pytest

from tests.support.read_by_people import unreadable

PAGE = '<html lang="fr"><title>too_late</title><main><p>{}</p></main></html>'


@pytest.mark.parametrize(
    "planted",
    [
        "status_in_line",
        "iso3166:TCD",
        "acsg.intake.request",
        "<built-in method items of dict object>".replace("<", "&lt;"),
        "None",
        "{title}",
        "0198f000-0000-7000-8000-000000000001",
        "31.0",
        "1.1e-83",
        "Requests shown to you",
    ],
)
def test_what_is_planted_is_found(planted: str) -> None:
    assert unreadable(PAGE.format(planted), "fr")


@pytest.mark.parametrize(
    "said",
    [
        "31,4",
        "15.iii",
        "30 nov. 2026, 09:52 UTC",
        '<bdi dir="ltr">acsg.intake.request/2</bdi>',
        '<bdi dir="auto">party_s own 1.5</bdi>',
        "une demande soutenue, 4b696e51",
    ],
)
def test_words_and_what_is_set_apart_are_read(said: str) -> None:
    assert unreadable(PAGE.format(said), "fr") == []


def test_english_is_read_in_english_alone() -> None:
    assert unreadable(PAGE.format("Requests shown to you"), "en") == []
    assert unreadable(PAGE.format("31.4"), "ar") == []
