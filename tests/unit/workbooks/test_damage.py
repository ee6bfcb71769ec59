"""What people and programs do to a workbook: each fault has its sheet and cell, and nothing that was written is dropped."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from services.intake.actions.bodies import RequestBody
from services.intake.http.workbooks import FORM
from shared.contracts.body import fitting
from shared.contracts.door import Door
from shared.modalities.errors import Fault, Invalid
from shared.runtime.http.problems import fault_in_language
from shared.workbooks.answer import WorkbookRead, answer_of
from shared.workbooks.archive import UNPACKED, UnreadableWorkbook, opened
from shared.workbooks.reading import read
from shared.workbooks.writing import written
from tests.support.bodies import request_body

Sheets = Any
DOOR = Door("wca", date(2026, 11, 28))
LINES, QUESTIONS, MILESTONES = "Appui", "Demande", "Jalon"


def filled(**changes: Any) -> bytes:
    return written(FORM, "fr", request_body(**changes), {})


def row_of(book: Sheets, key: str) -> int:
    return next(row for row in range(1, 100) if book[QUESTIONS].cell(row, 1).value == f":{key}")


def changed(raw: bytes, change: Callable[[Sheets], Any]) -> bytes:
    """The workbook as another program writes it after somebody changed it."""
    book, file = load_workbook(BytesIO(raw)), BytesIO()
    change(book)
    book.save(file)
    return file.getvalue()


def answered(raw: bytes) -> WorkbookRead:
    found = read(FORM, opened(raw))
    faults: tuple[Any, ...] = ()
    try:
        fitting(found.as_json(), RequestBody, DOOR)
    except Invalid as error:
        faults = error.faults
    return answer_of(found, faults, lambda one: fault_in_language(one, "fr"))


def told(answer: WorkbookRead) -> set[tuple[str | None, str | None, str]]:
    return {(one.sheet, one.cell, one.code) for one in answer.faults}


def put(sheet: str, cell: str, value: Any) -> Callable[[Sheets], Any]:
    def change(book: Sheets) -> None:
        book[sheet][cell].value = value

    return change


def test_what_another_program_saves_unchanged_says_the_same() -> None:
    body = request_body()
    answer = answered(changed(written(FORM, "fr", body, {}), lambda book: None))
    assert (answer.body, answer.faults, answer.kept) == (body, (), ())


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("B3", "cuisine", "unknown_code"), ("E3", "1 000,50", "amount"), ("E3", "deux", "amount"),
        ("F3", "zorkmids", "unknown_unit"), ("G3", "01/02/2026", "date_parsing"),
        ("E3", "=1+1", "workbook_formula"), ("E3", "#REF!", "workbook_error_value"), ("B3", True, "unknown_code"),
        ("G3", datetime(2026, 1, 1, 13, 30), "date_parsing"),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_each_damaged_cell_is_named_with_the_code_of_the_json_door(cell: str, value: Any, code: str) -> None:
    answer = answered(changed(filled(), put(LINES, cell, value)))
    assert (LINES, cell, code) in told(answer)
    assert len(answer.faults) == 1
    text = value.isoformat() if isinstance(value, datetime) else str(value).upper() if value is True else str(value)
    assert text in repr(answer.body) or any(one.text == text and one.cell == cell for one in answer.kept)


def test_three_faults_are_all_named_in_french() -> None:
    def change(book: Sheets) -> None:
        book[LINES]["E3"].value = "beaucoup"
        book[LINES]["G3"].value = "hier"
        book[QUESTIONS].cell(row_of(book, "title"), 3).value = None

    answer = answered(changed(filled(), change))
    assert told(answer) == {
        (LINES, "E3", "amount"), (LINES, "G3", "date_parsing"), (QUESTIONS, "C2", "missing")
    }  # fmt: skip
    assert {one.message for one in answer.faults if one.code == "missing"} == {
        fault_in_language(Fault("", "", "missing"), "fr")["message"]
    }


@pytest.mark.parametrize("value", [datetime(2026, 1, 1), 46023, "2026-01-01"])  # noqa: DTZ001
def test_a_day_is_read_as_a_date_as_its_number_and_as_text(value: Any) -> None:
    def change(book: Sheets) -> None:
        book[LINES]["G3"].value = value
        if isinstance(value, int):
            book[LINES]["G3"].number_format = "General"

    answer = answered(changed(filled(), change))
    assert answer.body["lines"][0]["period"]["start"] == "2026-01-01"
    assert answer.faults == ()


@pytest.mark.parametrize("said_so", ["registration", "Enregistrement", "Registration", "Enregistrement [registration]"])
def test_a_code_is_read_by_code_or_by_label_of_any_language(said_so: str) -> None:
    answer = answered(changed(filled(), put(LINES, "B3", said_so)))
    assert answer.body["lines"][0]["functional_area"] == "registration"


def test_what_stands_beside_the_form_is_kept_and_told() -> None:
    def change(book: Sheets) -> None:
        book[LINES]["K2"].value, book[LINES]["K3"].value = "Remarque", "à discuter"
        book[QUESTIONS].cell(row_of(book, "title"), 4).value = "Autre titre"
        book.create_sheet("Brouillon")["B7"].value = "=A1"

    answer = answered(changed(filled(), change))
    assert {("K2", "workbook_no_place"), ("D2", "workbook_several"), ("A1", "workbook_unknown_sheet")} == {
        (cell, code) for _, cell, code in told(answer)
    }
    assert {one.text for one in answer.kept} == {"Remarque", "à discuter", "Autre titre", "=A1"}


def test_a_sheet_and_a_column_that_are_gone_are_named() -> None:
    def change(book: Sheets) -> None:
        del book[MILESTONES]
        book[LINES].delete_cols(9)

    pointers = {one.pointer for one in answered(changed(filled(), change)).faults}
    assert pointers == {"/objectives/milestones", "/lines/description"}


def test_without_the_row_of_labels_no_entry_is_lost() -> None:
    answer = answered(changed(filled(), lambda book: book[LINES].delete_rows(2)))
    assert answer.body["lines"] == request_body()["lines"]


def test_another_version_of_the_form_is_said() -> None:
    answer = answered(changed(filled(), put("acsg", "B2", "000000000000")))
    assert {one.code for one in answer.faults} == {"workbook_other_version"}


def test_a_milestone_names_its_objective() -> None:
    objectives = [{"text": "One"}, {"text": "Two", "milestones": [{"text": "M", "kind": "qualitative"}]}]
    raw = filled(objectives=objectives)
    assert answered(raw).body["objectives"] == objectives
    answer = answered(changed(raw, put(MILESTONES, "A3", 7)))
    assert (MILESTONES, "A3", "workbook_no_such_row") in told(answer)
    assert "M" in {one.text for one in answer.kept}


def test_lines_without_a_number_get_one_and_empty_rows_are_none() -> None:
    def change(book: Sheets) -> None:
        sheet = book[LINES]
        for column in range(2, 9):
            sheet.cell(6, column).value = sheet.cell(3, column).value

    answer = answered(changed(filled(), change))
    assert [one["line_id"] for one in answer.body["lines"]] == ["1", "2"]
    assert answer.faults == ()


def test_inline_texts_are_read_as_libreoffice_and_others_write_them() -> None:
    raw = changed(filled(), lambda book: None)
    with ZipFile(BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    cell = parts[name].split(b'<c r="C2"')[1].split(b"</c>")[0]
    inline = b' t="inlineStr"><is><t>Inline title</t></is>'
    parts[name] = parts[name].replace(b'<c r="C2"' + cell, b'<c r="C2"' + inline)
    assert answered(packed(parts)).body["title"] == "Inline title"


def packed(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    raw = packed({"xl/workbook.xml": b" " * (UNPACKED + 1)})
    assert len(raw) < 20_000
    with pytest.raises(UnreadableWorkbook) as refused:
        opened(raw)
    assert refused.value.code == "workbook_too_large"


def test_more_cells_than_are_read_are_refused() -> None:
    book, file = Workbook(), BytesIO()
    for _ in range(420):
        book.active.append([1] * 100)
    book.save(file)
    with pytest.raises(UnreadableWorkbook) as refused:
        opened(file.getvalue())
    assert refused.value.code == "workbook_too_large"


@pytest.mark.parametrize(
    "raw", [b"", b"PK", b"title,language\n", packed({"a.xml": b"<!DOCTYPE x>"}), packed({"a": b""})]
)
def test_what_is_no_workbook_is_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableWorkbook) as refused:
        opened(raw)
    assert refused.value.code == "workbook_unreadable"


def test_a_workbook_of_something_else_is_refused() -> None:
    file = BytesIO()
    Workbook().save(file)
    with pytest.raises(UnreadableWorkbook) as refused:
        read(FORM, opened(file.getvalue()))
    assert refused.value.code == "workbook_not_ours"


def test_the_same_file_has_the_same_key() -> None:
    raw = filled()
    assert answered(raw).idempotency_key == answered(changed(raw, lambda book: None)).idempotency_key
    assert answered(raw).idempotency_key != answered(filled(title="Another title")).idempotency_key


def test_the_reader_of_files_comes_with_the_first_file_alone() -> None:
    """It may bring threads along, and services' parent forks no child beside a thread."""
    words = (
        "import sys, services.intake.main; print('openpyxl' in sys.modules, 'shared.workbooks.archive' in sys.modules)"
    )
    made = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert made.stdout.split() == ["False", "True"]
