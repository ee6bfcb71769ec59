"""A form that was kept is read as a person reads it: labels and words, no codes and nothing that the form says itself."""

from services.console.forms.register import all_forms, asked_as
from services.console.http.kept_form import said
from services.console.wording.words import words

FIELDS = [
    ("token", "x"), ("send_key", "page-1"), ("version", "3"), ("do", "send"),
    ("wordings-0-language", "fr"), ("wordings-0-title", "Un kit"), ("wordings-0-summary", "Deux lignes\nde texte"),
    ("lines-0-line_id", "1"), ("lines-0-functional_areas", "registration"), ("lines-0-functional_areas", "reception"),
    ("lines-0-unit", "packages"), ("lines-0-years-0-year", "2027"), ("lines-0-years-0-amount", ""),
    ("cost_borne", "offerer"), ("countries", "iso3166:TCD"),
]  # fmt: skip


def test_codes_are_words_and_what_the_form_says_itself_is_left_out() -> None:
    found = [(one.label, one.text) for one in said(FIELDS, words("fr"))]
    texts = [text for _, text in found]
    assert texts[:3] == ["français", "Un kit", "Deux lignes\nde texte"]
    assert "Enregistrement" in " ".join(texts)
    assert "Ensembles d’appui" in texts
    assert "Tchad" in texts
    assert "2027" in texts
    assert not {"x", "page-1", "3", "send", "1", "registration", "packages", "iso3166:TCD"} & set(texts)
    assert all(label and "_" not in label for label, _ in found)


def test_a_date_is_one_day() -> None:
    fields = [("due_on-d", "3"), ("due_on-m", "12"), ("due_on-y", "2026"), ("text", "Quand ?")]
    assert [one.text for one in said(fields, words("fr"))] == ["3 décembre 2026", "Quand ?"]
    assert [one.text for one in said([("due_on-d", "31"), ("due_on-m", "2"), ("due_on-y", "2026")], words("fr"))] == [
        "2026-02-31"
    ]


def test_every_form_is_found_by_its_file() -> None:
    assert len(all_forms()) > 60
    assert {one.choices for one in asked_as("functional_areas")} == {"functional_areas"}
    assert asked_as("no_such_question") == ()
