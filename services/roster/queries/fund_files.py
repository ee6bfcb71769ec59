"""The ledger of the fund as a file: a row for each side of an entry, amounts to the last digit, each text as a text (WM 7)."""

import csv
import io
from collections.abc import Iterable, Iterator

import xlsxwriter

from services.roster.queries.fund import written
from shared.contracts.shapes.fund import FundEntry
from shared.workbooks.harmless import MARK, harmless

COLUMNS = (
    "number", "entry_id", "at", "kind", "contribution_id", "allotment_id", "account", "currency", "debit", "credit", "by", "reverses", "reason",
)  # fmt: skip
FREE = frozenset({"by", "reason"})


def _rows(entries: Iterable[FundEntry]) -> Iterator[tuple[str, ...]]:
    for one in entries:
        for side in one.postings:
            yield (
                str(one.number), one.entry_id, one.at.isoformat(timespec="seconds"), one.kind, one.contribution_id, one.allotment_id or "",
                side.account, one.currency, written(side.debit), written(side.credit), one.by, one.reverses or "", one.reason or "",
            )  # fmt: skip


def as_csv(entries: Iterable[FundEntry]) -> bytes:
    """In CSV (RFC 4180), with the mark by which spreadsheets know its encoding."""
    file = io.StringIO(newline="")
    file.write(MARK)
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for row in _rows(entries):
        named = zip(COLUMNS, row, strict=True)
        writer.writerow([harmless(value) if name in FREE else value for name, value in named])
    return file.getvalue().encode()


def as_workbook(entries: Iterable[FundEntry]) -> bytes:
    """As a workbook. An amount is a text: a number of a cell is exact to fifteen digits only."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, plain = book.add_worksheet("ledger"), book.add_format({"num_format": "@"})
    for number, row in enumerate((COLUMNS, *_rows(entries))):
        for column, value in enumerate(row):
            sheet.write_string(number, column, value, plain)
    sheet.freeze_panes(1, 0)
    book.close()
    return file.getvalue()
