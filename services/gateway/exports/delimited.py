"""A table as CSV (RFC 4180): a row of headings, a row of hashtags, then the data, a batch at a time.

It begins with a byte order mark unless asked not to: without one the most used spreadsheet takes UTF-8 for the code page
of the machine, and every accent is lost; readers that are programs skip it (``utf-8-sig``).
"""

import csv
import io
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.gateway.exports.cells import CellKind, Column, ExportRow, moment
from services.gateway.exports.tables import Table
from services.gateway.exports.words import heading
from services.gateway.read_model.snapshot import SeenItem
from shared.workbooks.harmless import MARK, harmless

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"


@dataclass(frozen=True)
class Dialect:
    """How a table is written; whoever opens it in a spreadsheet of a language with decimal commas asks for semicolons."""

    separator: str = ","
    decimal: str = "."
    mark: bool = True


PLAIN = Dialect()


def written(column: Column, entry: ExportRow, language: str, dialect: Dialect = PLAIN) -> str:
    """What stands in a cell: ISO dates, decimals as asked, texts that no spreadsheet takes for a formula."""
    value: Any = column.value(entry, language)
    if value is None:
        return ""
    if column.kind is CellKind.MOMENT:
        at = moment(value)
        assert isinstance(at, datetime)
        return at.isoformat(timespec="seconds").replace("+00:00", "Z")
    text = str(value)
    if column.kind is CellKind.NUMBER:
        return text.replace(".", dialect.decimal)
    return harmless(text, dialect.separator) if column.kind is CellKind.TEXT else text


async def delimited(
    batches: AsyncIterator[list[SeenItem]], table: Table, language: str, *, dialect: Dialect = PLAIN
) -> AsyncGenerator[bytes, None]:
    """The chunks of a table, one for each batch of items."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=dialect.separator)
    if dialect.mark:
        buffer.write(MARK)
    writer.writerow([heading(column.name, language) for column in table.columns])
    writer.writerow([column.tag for column in table.columns])
    # The first rows go with the headings, so that a database that is away is said before anything is sent.
    async for batch in batches:
        for seen in batch:
            for entry in table.entries(seen):
                writer.writerow([written(column, entry, language, dialect) for column in table.columns])
        if chunk := _taken(buffer):
            yield chunk
    if chunk := _taken(buffer):
        yield chunk


def _taken(buffer: io.StringIO) -> bytes:
    found = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return found
