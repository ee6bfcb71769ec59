"""An edition of a report as a file: the same edition, reader's rights and language are always the same bytes (WM 21)."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import xlsxwriter

from services.gateway.read_model.editions import figures_for
from shared.contracts.shapes.edition import EditionState, ReportFigure, cited
from shared.wording.figures import column_name, figure_definition, figure_name
from shared.workbooks.harmless import MARK, harmless

COLUMNS = {
    "report": "#meta+report", "edition": "#meta+edition", "code": "#indicator+code", "figure": "#indicator+name",
    "definition": "#indicator+description", "area": "#sector+code", "unit": "#indicator+unit", "label": "#meta+group",
    "amount": "#indicator+value+num", "items": "#meta+count+num", "not_known": "#meta+unknown+num", "behind": "#meta+id+list",
}  # fmt: skip
"""Columns and their hashtags (HXL 1.1)."""
NUMBERS = frozenset({"edition", "amount", "items", "not_known"})
LONGEST = 32_767
"""Characters of a cell of a workbook; what is longer ends with an ellipsis, and stands whole in the other files."""


def _values(state: EditionState, one: ReportFigure, language: str) -> dict[str, str]:
    said = {
        "report": state.report, "edition": str(state.number), "code": one.code, "figure": figure_name(one.code, language),
        "definition": figure_definition(one.code, language), "area": one.functional_area, "unit": one.unit,
        "label": one.label, "amount": one.amount, "items": str(one.items), "not_known": str(one.not_known or ""),
        "behind": " ".join(one.behind),
    }  # fmt: skip
    return {name: value or "" for name, value in said.items()}


def _rows(state: EditionState, language: str) -> Iterator[dict[str, str]]:
    yield {name: column_name(name, language) for name in COLUMNS}
    yield dict(COLUMNS)
    for one in figures_for(state):
        yield _values(state, one, language)


def as_json(state: EditionState, _: str) -> bytes:
    """What it is cited for: the digest of the edition is that of this file."""
    return cited(state, figures_for(state))


def as_csv(state: EditionState, language: str) -> bytes:
    """Headings, hashtags, a row for each group of a figure (RFC 4180)."""
    buffer = io.StringIO(newline="")
    buffer.write(MARK)
    writer = csv.writer(buffer)
    for number, row in enumerate(_rows(state, language)):
        cells = row.items()
        writer.writerow([value if number < 2 or name in NUMBERS else harmless(value) for name, value in cells])
    return buffer.getvalue().encode()


def as_workbook(state: EditionState, language: str) -> bytes:
    """The same as a workbook; it says that it was made when the figures were frozen."""
    frozen = state.frozen
    assert frozen is not None, "figures_for refuses one without figures"
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"{state.report} {state.number}", "created": frozen.frozen_at.replace(tzinfo=None)})
    bold, sheet = book.add_format({"bold": True, "text_wrap": True, "valign": "top"}), book.add_worksheet("report")
    if language == "ar":
        sheet.right_to_left()
    sheet.freeze_panes(2, 0)
    sheet.set_column(0, len(COLUMNS) - 1, 18)
    for number, row in enumerate(_rows(state, language)):
        for column, (name, value) in enumerate(row.items()):
            _cell(sheet, number, column, name, value, bold)
    book.close()
    return buffer.getvalue()


def _cell(sheet: Any, row: int, column: int, name: str, value: str, bold: Any) -> None:
    if row == 0:
        sheet.write_string(row, column, value, bold)
    elif row > 1 and name in NUMBERS and value:
        sheet.write_number(row, column, float(value))
    elif value:
        sheet.write_string(row, column, value if len(value) <= LONGEST else value[: LONGEST - 1] + "…")
