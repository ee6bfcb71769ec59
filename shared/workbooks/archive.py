"""The cells of a workbook that somebody sends, in bounds: what it unpacks to, how many there are. Formulas stay text (WM 8)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from xlsxwriter.utility import xl_col_to_name

UNPACKED = 8_000_000
"""Bytes that all parts of a file may unpack to together."""
PARTS = 200
CELLS = 40_000
"""Cells with something in them; the largest request there can be has half as many."""
PLACES = 1_000_000
"""Cells that are looked at, most of them empty."""
LAST_ROW, WIDEST = 1_048_576, 1000
"""Rows of a sheet that the format has, and cells of a row that are looked at where rows are walked."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DECLARED = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


class UnreadableWorkbook(ValueError):
    """What came is no workbook, or is out of bounds; ``code`` says which."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True)
class Cell:
    """One cell with something in it. ``kind``: text, number, day, flag, formula or error."""

    sheet: str
    row: int
    column: int
    kind: str
    value: Any

    @property
    def name(self) -> str:
        """Its name as people see it, e.g. C5."""
        return f"{column_name(self.column)}{self.row}"

    @property
    def text(self) -> str:
        """What it says, as text."""
        if isinstance(self.value, bool):
            return "TRUE" if self.value else "FALSE"
        if isinstance(self.value, float) and self.value.is_integer() and abs(self.value) < 1e15:
            return str(int(self.value))
        if isinstance(self.value, datetime):
            day_alone = self.value.time() == time()
            return self.value.date().isoformat() if day_alone else self.value.isoformat()
        return self.value.isoformat() if isinstance(self.value, date | time) else str(self.value)


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet by row and column, each counted from 1."""

    title: str
    cells: dict[tuple[int, int], Cell]


def column_name(number: int) -> str:
    """The letters of a column, counted from 1."""
    return str(xl_col_to_name(number - 1))


def opened(raw: bytes) -> list[Grid]:
    """The sheets of a workbook. Raises Unreadable. Takes up to seconds: never on the event loop."""
    try:
        _in_bounds(raw)
        # Where numpy is installed it comes along and starts threads, beside which services' parent forks no child.
        from shared.workbooks.exact_book import exact_book

        book = exact_book(raw)
        left = [CELLS, PLACES]
        return [Grid(sheet.title, _cells(sheet, left)) for sheet in book.worksheets]
    except UnreadableWorkbook:
        raise
    except Exception as error:
        # The file is a stranger's, and its reader raises whatever meets it first.
        raise UnreadableWorkbook("workbook_unreadable", "This is no workbook that can be read (.xlsx)") from error


def walked(raw: bytes, unpacked: int, first: str) -> Iterator[tuple[str, Iterator[tuple[int, list[Cell]]]]]:
    """Title and rows of each sheet, one row in memory at a time; a sheet's rows are walked before the next sheet is asked for.
    ``unpacked``: bytes that all parts may unpack to; ``first``: the sheet that comes before all others. Raises Unreadable, also in the middle. Never on the event loop.
    """
    try:
        _in_bounds(raw, unpacked)
        from shared.workbooks.exact_book import exact_book

        for sheet in sorted(exact_book(raw).worksheets, key=lambda one: one.title != first):
            yield sheet.title, _rows(sheet)
    except UnreadableWorkbook:
        raise
    except Exception as error:
        raise UnreadableWorkbook("workbook_unreadable", "This is no workbook that can be read (.xlsx)") from error


def _rows(sheet: Any) -> Iterator[tuple[int, list[Cell]]]:
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.rows, 1):
        if number > LAST_ROW or len(row) > WIDEST:
            raise UnreadableWorkbook("workbook_too_large", "The workbook has more cells than are read")
        if filled := list(_filled(sheet.title, row)):
            yield filled[0].row, filled


def _in_bounds(raw: bytes, unpacked: int = UNPACKED) -> None:
    with ZipFile(BytesIO(raw)) as archive:
        parts = archive.infolist()
        # Reading a part ends at the size that it declares, so that the sum holds whatever was packed.
        if len(parts) > PARTS or sum(one.file_size for one in parts) > unpacked:
            raise UnreadableWorkbook("workbook_too_large", "The workbook unpacks to more than is read")
        for one in parts:
            if one.filename.endswith((".xml", ".rels")) and _DECLARED.search(archive.open(one).read(4096)):
                raise UnreadableWorkbook("workbook_unreadable", "A part of the workbook declares entities")


def _cells(sheet: Any, left: list[int]) -> dict[tuple[int, int], Cell]:
    # What a file says of its own size is not believed.
    sheet.reset_dimensions()
    found: dict[tuple[int, int], Cell] = {}
    for number, row in enumerate(sheet.rows, 1):
        left[1] -= len(row)
        if number > LAST_ROW or left[1] < 0:
            raise UnreadableWorkbook("workbook_too_large", "The workbook has more cells than are read")
        for cell in _filled(sheet.title, row):
            left[0] -= 1
            if left[0] < 0:
                raise UnreadableWorkbook("workbook_too_large", "The workbook has more cells than are read")
            found[cell.row, cell.column] = cell
    return found


def _filled(title: str, row: tuple[Any, ...]) -> Iterator[Cell]:
    for one in row:
        value = one.value
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        kind = _kind(one.data_type, value)
        if kind == "text":
            value = _ESCAPED.sub(_unescaped, str(value))
        elif kind == "formula":
            value = str(getattr(value, "text", value))
        yield Cell(title, one.row, one.column, kind, value)


def _unescaped(found: re.Match[str]) -> str:
    """What the format writes out of characters that XML cannot hold; halves of a pair stay written out."""
    number = int(found[1], 16)
    return found[0] if 0xD800 <= number <= 0xDFFF else chr(number)


def _kind(said: str, value: Any) -> str:
    if said in {"f", "e"}:
        return "formula" if said == "f" else "error"
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, datetime | date | time | timedelta):
        return "day"
    return "number" if isinstance(value, int | float) else "text"
