"""A file of a table, CSV or workbook, row by row: one row in memory at a time, whatever encoding and separator it has (WM 7)."""

import csv
import io
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain

from shared.contracts.vocabulary import LANGUAGES
from shared.wording.files import encoding_of
from shared.workbooks.archive import Cell, UnreadableWorkbook, walked
from shared.workbooks.form import Form
from shared.workbooks.layout import META, titles
from shared.workbooks.table import Columns, columns_of, repeats
from shared.workbooks.table_rows import TableRow

UNPACKED = 400_000_000
"""Bytes that a workbook of a table may unpack to; it is read as it unpacks."""
MOST_ROWS = 200_000
LONGEST = 1_000_000
"""Characters of one cell of a CSV: a quote that is never closed takes the rest of the file for one."""
_LOOKED_AT = 65_536
_SEPARATORS = ",;\t|"
Rows = Iterator[tuple[int, list[Cell]]]


def rows_of(form: Form, raw: bytes, meant: Mapping[str, str], passed_over: dict[str, int]) -> Iterator[TableRow]:
    """The rows of a file. ``passed_over`` takes sheets that have none of the form's columns, with their rows.

    Raises Unreadable, also in the middle, and when no sheet has a column of the form. Takes long: never on the event loop.
    """
    walk = walked(raw, UNPACKED, META) if raw.startswith(b"PK") else iter([("", _csv(raw))])
    taken, ours, count = False, False, 0
    for title, rows in walk:
        first = next(rows, None)
        if title == META or first is None:
            ours = ours or title == META
            continue
        if ours and title in _without_rows(form):
            continue
        columns = columns_of(form, first[1], meant)
        keyed = any(cell.text.startswith(f"{form.sheets[0].key}:") for cell in first[1])
        if not columns.known or (ours and not keyed):
            passed_over[title] = 1 + sum(1 for _ in rows)
            continue
        taken, ours = True, ours or keyed
        second = next(rows, None)
        if second is not None and repeats(form, columns, second[1]):
            columns = Columns(columns.known, {cell.column: cell.text for cell in second[1]})
        elif second is not None:
            rows = chain([second], rows)
        for number, cells in rows:
            count += 1
            if count > MOST_ROWS:
                raise UnreadableWorkbook("roster_too_long", f"A roster has at most {MOST_ROWS} rows in one file")
            yield TableRow(title, number, {cell.column: cell for cell in cells}, columns)
    if not taken:
        raise UnreadableWorkbook("roster_no_columns", "No sheet has a column that the form of a roster knows")


@cache
def _without_rows(form: Form) -> frozenset[str]:
    """Titles of the sheets of a template that hold no row."""
    return frozenset(titles(form, language)[key] for language in LANGUAGES for key in ("", "lists"))


def _csv(raw: bytes) -> Rows:
    encoding = encoding_of(raw)
    if b"\0" in raw[:_LOOKED_AT] and not encoding.startswith(("utf-16", "utf-32")):
        raise UnreadableWorkbook("roster_unreadable", "This is neither a workbook (.xlsx) nor a table in text (.csv)")
    file = io.TextIOWrapper(io.BytesIO(raw), encoding, newline="")
    at = 0
    try:
        head = file.read(_LOOKED_AT)
        file.seek(0)
        if head.lower().startswith("sep="):
            file.readline()
            at = 1
        csv.field_size_limit(LONGEST)
        reader = csv.reader(file, delimiter=_separator(head))
        for row in reader:
            at += 1
            cells = [Cell("", at, place, "text", text) for place, text in enumerate(row, 1) if text.strip()]
            if cells:
                yield at, cells
    except UnicodeDecodeError as error:
        words = f"What follows row {at} is no {encoding.removesuffix('-sig').upper()}: save the file as UTF-8"
        raise UnreadableWorkbook("roster_encoding", words) from error
    except csv.Error as error:
        raise UnreadableWorkbook("roster_unreadable", f"What follows row {at} cannot be read: {error}") from error


def _separator(head: str) -> str:
    """What separates the cells of the first row into most; what ``sep=`` says, as spreadsheets write it."""
    if head.lower().startswith("sep=") and head[4:5] in _SEPARATORS:
        return head[4]
    first = head.splitlines(keepends=True)

    def cells(separator: str) -> int:
        return len(next(csv.reader(first, delimiter=separator), []))

    return max(_SEPARATORS, key=cells)
