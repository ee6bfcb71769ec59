"""A table as a workbook (Office Open XML), written to a temporary folder row by row and sent from there.

The format is a ZIP archive whose directory stands at its end, so nothing can be sent before all is written; but nothing is
held in memory either, and the folder is gone whatever becomes of the reader.
"""

import asyncio
import shutil
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import xlsxwriter

from services.gateway.exports.cells import CellKind, Column, ExportRow, moment
from services.gateway.exports.tables import Table
from services.gateway.exports.words import heading
from services.gateway.read_model.snapshot import SeenItem
from shared.workbooks.harmless import is_risky

PREFIX = "acsg-export-"
SHEET_ROWS = 1_000_000
"""Rows of one sheet; the format ends at 1,048,576."""
LONGEST = 32_767
"""Characters of a cell; what is longer ends with an ellipsis, since a workbook with more cannot be opened."""
CHUNK = 65_536
Result = TypeVar("Result")
_WIDTHS = {"title": 44, "summary": 60, "id": 38, "reference": 22, "party_names": 30, "area_name": 34, "state_name": 22}


class Workbook:
    """One workbook that grows by rows. What takes a while is called beside the event loop."""

    def __init__(self, path: Path, table: Table, language: str) -> None:
        self._table, self._language = table, language
        options = {"constant_memory": True, "tmpdir": str(path.parent), "default_date_format": "yyyy-mm-dd"}
        self._book = xlsxwriter.Workbook(str(path), options)
        self._book.set_properties({"title": f"ACSG {table.name}", "comments": "Second row: HXL 1.1 hashtags"})
        self._bold = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._tags = self._book.add_format({"font_color": "#6A6A6A"})
        self._text = self._book.add_format({"quote_prefix": True})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._sheets, self._row = 0, 0
        self._begin()

    def _begin(self) -> None:
        self._sheets += 1
        name = self._table.name if self._sheets == 1 else f"{self._table.name} {self._sheets}"
        self._sheet = self._book.add_worksheet(name)
        if self._language == "ar":
            self._sheet.right_to_left()
        for number, column in enumerate(self._table.columns):
            self._sheet.set_column(number, number, _WIDTHS.get(column.name, 17))
        self._sheet.freeze_panes(2, 2)
        # Rows are written as they come and cannot be touched again, so everything of a row comes at once.
        self._sheet.set_row(0, 32)
        for number, column in enumerate(self._table.columns):
            self._sheet.write_string(0, number, heading(column.name, self._language), self._bold)
        for number, column in enumerate(self._table.columns):
            self._sheet.write_string(1, number, column.tag, self._tags)
        self._row = 2

    def add(self, batch: list[SeenItem]) -> None:
        """Writes the rows of items."""
        for seen in batch:
            for entry in self._table.entries(seen):
                if self._row >= SHEET_ROWS:
                    self._begin()
                for number, column in enumerate(self._table.columns):
                    self._cell(number, column, entry)
                self._row += 1

    def _cell(self, number: int, column: Column, entry: ExportRow) -> None:
        value: Any = column.value(entry, self._language)
        if value is None:
            return
        if column.kind is CellKind.NUMBER:
            self._sheet.write_number(self._row, number, float(value))
        elif column.kind is CellKind.DAY:
            self._sheet.write_datetime(self._row, number, date.fromisoformat(value), self._day)
        elif column.kind is CellKind.MOMENT:
            at = moment(value)
            assert isinstance(at, datetime)
            self._sheet.write_datetime(self._row, number, at.replace(tzinfo=None, microsecond=0), self._moment)
        else:
            text = str(value)
            text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
            self._sheet.write_string(self._row, number, text, self._text if is_risky(text) else None)

    def close(self) -> None:
        """Puts the archive together."""
        self._book.close()

    def abandon(self) -> None:
        """Lets go of the files of a workbook that will not be finished; harmless for one that was."""
        for sheet in self._book.worksheets():
            if sheet.row_data_fh is not None:
                sheet.row_data_fh.close()


async def _beside(work: Callable[..., Result], *given: object) -> Result:
    """Does work in a thread; whoever is cancelled meanwhile still waits for its end, since it uses what is then closed."""
    running = asyncio.ensure_future(asyncio.to_thread(work, *given))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait({running})
        raise


def sweep(folder: Path, seconds: float) -> None:
    """Takes away what a process that was killed left behind: folders that nobody has written to for longer than that."""
    for left in folder.glob(f"{PREFIX}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > seconds:
                shutil.rmtree(left, ignore_errors=True)


async def workbook(
    batches: AsyncIterator[list[SeenItem]], table: Table, language: str, folder: Path
) -> AsyncGenerator[bytes, None]:
    """The chunks of a finished workbook; the first one comes when all is written."""
    with TemporaryDirectory(prefix=PREFIX, dir=folder, ignore_cleanup_errors=True) as place:
        path = Path(place) / f"{table.name}.xlsx"
        book = Workbook(path, table, language)
        try:
            async for batch in batches:
                await _beside(book.add, batch)
            await _beside(book.close)
        finally:
            book.abandon()
        with path.open("rb") as file:
            while chunk := await _beside(file.read, CHUNK):
                yield chunk
