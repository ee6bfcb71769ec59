"""A file of a roster as rows: each an offer or its faults by sheet, cell and column (WM 7)."""

from collections.abc import Iterator, Mapping

from services.roster.actions.offer import OfferBody
from services.roster.actions.take_rows import RowRead
from services.roster.domain.imported import ImportMeaning, RowFault, RowText, of_fault
from shared.contracts.body import fitting
from shared.contracts.door import Door
from shared.modalities.errors import Fault, Invalid
from shared.workbooks.answer import placed
from shared.workbooks.form import Field
from shared.workbooks.found import Found
from shared.workbooks.table import field_of, table_of
from shared.workbooks.table_file import rows_of
from shared.workbooks.table_rows import TableRow, read_row

FORM = table_of("roster", "offers", OfferBody)


def unknown_keys(meaning: ImportMeaning) -> tuple[Fault, ...]:
    """What is said beside a file of columns that the form does not have."""
    keys = {"column": [*meaning.columns.values()], "otherwise": [*meaning.otherwise]}
    words = f"no column of the form; columns are {', '.join(one.key for one in FORM.sheets[0].fields)}"
    return tuple(
        Fault(f"/parameters/{name}", f"'{key[:100]}' is {words}", "unknown_column")
        for name, those in keys.items() for key in those if field_of(FORM, key) is None
    )  # fmt: skip


def table_rows(raw: bytes, meaning: ImportMeaning, passed_over: dict[str, int]) -> Iterator[TableRow]:
    """Rows of a file, unread. Raises Unreadable."""
    return rows_of(FORM, raw, meaning.columns, passed_over)


def otherwise(meaning: ImportMeaning) -> dict[Field, str]:
    """What stands for empty cells, by field."""
    found = {field_of(FORM, key): text for key, text in meaning.otherwise.items()}
    return {field: text for field, text in found.items() if field is not None}


def row_read(row: TableRow, instead: Mapping[Field, str], door: Door) -> RowRead:
    """One row, held against the door of an offer's body."""
    found, own = read_row(row, instead)
    said, refused = None, tuple[Fault, ...]()
    try:
        said = fitting(found.as_json(), OfferBody, door)
    except Invalid as error:
        refused = error.faults
    faults = tuple(_placed(row, found, refused))
    kept = tuple(
        RowText(cell=one.name, column=row.columns.heading_of(one.name), text=one.text) for one in found.kept
    )  # fmt: skip
    return RowRead(row.sheet, row.number, own, found.body, faults, kept, said if not faults else None)


def _placed(row: TableRow, found: Found, refused: tuple[Fault, ...]) -> Iterator[RowFault]:
    for fault, place in placed(found, refused):
        sheet, cell = place or (row.sheet, None)
        yield of_fault(fault, sheet, cell, row.columns.heading_of(cell))
