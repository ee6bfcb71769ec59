"""A table whose rows are bodies: headings in any language, several answers in a cell, what is no part of it kept as text."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from services.roster.actions.offer import OfferBody
from services.roster.domain.imported import ImportMeaning
from services.roster.importing.reading import FORM, otherwise, row_read, table_rows, unknown_keys
from shared.contracts.body import fitting
from shared.contracts.door import Door
from shared.contracts.vocabulary import LANGUAGES
from shared.workbooks.archive import Cell, UnreadableWorkbook
from shared.workbooks.layout import label_of
from shared.workbooks.table import as_csv, columns_of, field_of
from shared.workbooks.table_file import LONGEST
from shared.workbooks.table_rows import read_row
from shared.workbooks.writing import written
from tests.support.rosters import HEADS, as_file, row

DOOR = Door("wca", date(2026, 11, 29))
NOTHING = ImportMeaning()


def read(raw: bytes, meaning: ImportMeaning = NOTHING):  # type: ignore[no-untyped-def]
    return [row_read(one, otherwise(meaning), DOOR) for one in table_rows(raw, meaning, {})]


def heads(*texts: str) -> list[Cell]:
    return [Cell("", 1, number, "text", text) for number, text in enumerate(texts, 1)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_heading_is_known_by_its_label_in_any_language(language: str) -> None:
    for field in FORM.sheets[0].fields:
        known = columns_of(FORM, heads(label_of(field, language)), {}).known
        assert known.get(1, field) == field
    asked = [field for field in FORM.sheets[0].fields if field.needed]
    found = columns_of(FORM, heads(*(label_of(field, language) for field in asked)), {}).known
    assert list(found.values()) == asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_template_has_no_rows_and_knows_all_columns(language: str) -> None:
    passed_over: dict[str, int] = {}
    for raw in (as_csv(FORM, language), written(FORM, language, {}, {})):
        assert list(table_rows(raw, NOTHING, passed_over)) == []
    assert passed_over == {}
    head = as_csv(FORM, language).decode("utf-8-sig").strip()
    assert [f"[{field.key}]" in head for field in FORM.sheets[0].fields] == [True] * len(FORM.sheets[0].fields)


def test_a_good_row_is_the_body_that_json_would_say() -> None:
    (found,) = read(as_file([row(1)]))
    assert (found.faults, found.kept, found.own) == ((), (), "R-1")
    assert found.said == fitting(
        b"""{"title": "Experts in registration, team 1", "language": "fr", "offering_parties": ["iso3166:FRA"],
        "availability": {"start": "2026-01-01"}, "lines": [{"line_id": "1", "functional_areas": ["registration", "reception"],
        "support_type": "technical", "quantity": {"amount": "2", "unit": "packages"}}]}""", OfferBody, DOOR)  # fmt: skip


def test_a_second_line_has_columns_of_its_own() -> None:
    more = {f"lines/2/{name}": row(1)[f"lines/1/{name}"] for name in
            ("functional_areas", "support_type", "quantity/amount", "quantity/unit")}  # fmt: skip
    both, one = read(as_file([row(1) | more, row(2)], heads=(*HEADS, *more)))
    assert [[line.line_id for line in found.said.lines] for found in (both, one)] == [["1", "2"], ["1"]]
    assert field_of(FORM, "lines/0/description") is field_of(FORM, "lines/100/description") is None


def test_faults_name_cell_column_code_and_pointer() -> None:
    wrong = row(1, language="klingon", title="", **{"lines/1/functional_areas": "registration;cooking"})
    (found,) = read(as_file([wrong]))
    said = {(one.cell, one.column, one.code, one.pointer) for one in found.faults}
    assert said == {("B2", "title", "missing", "/title"), ("C2", "language", "unknown_language", "/language"),
                    ("F2", "lines/1/functional_areas", "unknown_code", "/lines/0/functional_areas/1")}  # fmt: skip
    assert found.said is None
    assert found.body["language"] == "klingon"


def test_unknown_columns_are_kept_and_change_what_a_row_says() -> None:
    files = [as_file([{**row(1), "Notes": text}], heads=(*HEADS, "Notes")) for text in ("Seen in Geneva", "Not seen")]
    first, second = (read(raw)[0] for raw in files)
    assert [(one.column, one.text) for one in first.kept] == [("Notes", "Seen in Geneva")]
    assert first.content != second.content
    assert first.keys()[0] == second.keys()[0]


def test_what_somebodys_own_headings_mean() -> None:
    meaning = ImportMeaning(columns={"Giver": "offering_parties"}, otherwise={"language": "fr", "title": "Not used"})
    renamed = [{("Giver" if name == "offering_parties" else name): text for name, text in row(1, language="").items()}]
    (found,) = read(as_file(renamed, heads=[("Giver" if one == "offering_parties" else one) for one in HEADS]), meaning)
    assert found.said is not None
    assert (found.said.language, found.said.title) == ("fr", "Experts in registration, team 1")
    bad = ImportMeaning(columns={"Giver": "giver"}, otherwise={"lines/x/description": "?"})
    assert [one.code for one in unknown_keys(bad)] == ["unknown_column"] * 2


def test_a_text_that_cannot_be_kept_is_written_out_and_told() -> None:
    (one,) = table_rows(as_file([row(1)]), NOTHING, {})
    cells = dict(one.cells) | {2: Cell("", 2, 2, "text", "a\0b")}
    found, _ = read_row(one._replace(cells=cells), {})
    assert (found.body["title"], [fault.code for fault, _ in found.faults]) == ("a\\0b", ["null_character"])


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"title\n\xff\xfe\xff", "roster_encoding"), (b"who,what\na,b\n", "roster_no_columns"), (b"", "roster_no_columns"),
        (b"\x89PNG\r\n\0\0\1", "roster_unreadable"), (b"PK\3\4", "workbook_unreadable"),
        (b'title\n"' + b"x" * (LONGEST + 1), "roster_unreadable"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(raw: bytes, code: str) -> None:
    with pytest.raises(UnreadableWorkbook) as refused:
        list(table_rows(raw, NOTHING, {}))
    assert refused.value.code == code


def test_sheets_that_are_no_roster_are_told_and_rows_of_all_others_counted() -> None:
    book, file = Workbook(), BytesIO()
    book.active.title = "2025"
    for title in ("2026", "Contacts"):
        book.create_sheet(title)
    sheets: dict[str, list[Any]] = {
        "2025": [HEADS, [*row(1).values()]],
        "2026": [HEADS, [*row(2).values()], [*row(3).values()]],
        "Contacts": [["Who"], ["Somebody"]],
    }
    for title, rows in sheets.items():
        for one in rows:
            book[title].append(one)
    book.save(file)
    passed_over: dict[str, int] = {}
    found = list(table_rows(file.getvalue(), NOTHING, passed_over))
    assert [(one.sheet, one.number) for one in found] == [("2025", 2), ("2026", 2), ("2026", 3)]
    assert passed_over == {"Contacts": 2}


def test_rows_keep_their_numbers_where_lines_are_empty_or_long() -> None:
    raw = as_file([row(1, title="Two\nlines of it"), row(2)]).replace(b"\r\nR-2", b"\r\n\r\nR-2")
    assert [one.number for one in table_rows(raw, NOTHING, {})] == [2, 4]
    hinted = b"sep=;\r\n" + as_file([row(1)], ";")
    assert [one.number for one in table_rows(hinted, NOTHING, {})] == [3]


def test_a_template_filled_by_choosing_is_read() -> None:
    book, file = load_workbook(BytesIO(written(FORM, "fr", {}, {}))), BytesIO()
    sheet = book.worksheets[1]
    keys = {cell.value.partition(":")[2]: cell.column for cell in sheet[1]}
    said = row(1, offering_parties="France [iso3166:FRA]", language="Français [fr]")
    for name, text in said.items():
        sheet.cell(3, keys[name]).value = date(2026, 1, 1) if name == "availability/start" else text
    book.save(file)
    (found,) = read(file.getvalue())
    assert found.said is not None, found.faults
    assert found.said.offering_parties == ("iso3166:FRA",)


def test_services_start_without_the_library_of_workbooks() -> None:
    import subprocess
    import sys

    said = "import sys, services.roster.main; print('openpyxl' in sys.modules, 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", said], capture_output=True, text=True).stdout.split() == [
        "False",
        "False",
    ]
