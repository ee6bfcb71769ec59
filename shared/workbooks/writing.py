"""A body, or an empty form, as a workbook (Office Open XML). Every text is written as text: nothing in it is a formula (WM 8)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from shared.wording.fields import field_word
from shared.workbooks.choices import listed, shown
from shared.workbooks.form import FLAG, ORDINAL, Field, Form, Sheet
from shared.workbooks.layout import (
    FIRST_ANSWER,
    FIRST_ROW,
    META,
    PARENT,
    column_key,
    label_of,
    question_key,
    titles,
)

EXACT_DIGITS = 15
"""Digits that a number of a cell holds exactly; a longer amount is written as text."""
SPARE_ROWS = 200
"""Rows of a list that offer what can be chosen."""
Rows = list[tuple[Mapping[str, Any], tuple[int, ...]]]


def at(value: Any, path: Sequence[str]) -> Any:
    """What stands at a path; None where nothing does."""
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


class Writing:
    """One workbook while it is made."""

    def __init__(self, form: Form, language: str, about: Mapping[str, str]) -> None:
        self._form, self._language, self._file = form, language, BytesIO()
        self._book = xlsxwriter.Workbook(self._file, {"in_memory": True})
        self._titles, self._sources = titles(form, language), dict[str, str]()
        # Marked as text, so that no program takes what begins with = + - or @ for a formula once the cell is edited.
        self._text = self._book.add_format(
            {"num_format": "@", "quote_prefix": True, "text_wrap": True, "valign": "top"}
        )
        self._plain = self._book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        self._number = self._book.add_format({"num_format": "General", "valign": "top"})
        self._bold = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#EEF3F7"})
        self._about = about

    def made(self, content: Mapping[str, Any]) -> bytes:
        """The workbook of a body; of an empty one the template."""
        sheets = {key: self._sheet(self._titles[key]) for key in ("", *(one.key for one in self._form.sheets))}
        self._lists()
        self._questions(sheets[""], content)
        for sheet in self._form.sheets:
            self._table(sheets[sheet.key], sheet, list(_rows(self._form, sheet, content)))
        meta = self._book.add_worksheet(META)
        meta.very_hidden()
        said = {"form": self._form.kind, "version": self._form.version, "language": self._language, **self._about}
        for row, (name, value) in enumerate(said.items()):
            meta.write_string(row, 0, name)
            meta.write_string(row, 1, value)
        self._book.close()
        return self._file.getvalue()

    def _sheet(self, title: str) -> Any:
        sheet = self._book.add_worksheet(title)
        if self._language == "ar":
            sheet.right_to_left()
        return sheet

    def _lists(self) -> None:
        fields = [*self._form.questions, *(one for sheet in self._form.sheets for one in sheet.fields)]
        sheet = self._sheet(self._titles["lists"])
        for column, name in enumerate(dict.fromkeys(one.choices for one in fields if one.choices)):
            there = listed(name, self._language)
            sheet.set_column(column, column, 36)
            sheet.write_string(0, column, name, self._bold)
            for row, said in enumerate(there, 1):
                sheet.write_string(row, column, said, self._plain)
            letter = xl_col_to_name(column)
            self._sources[name] = f"='{self._titles['lists']}'!${letter}$2:${letter}${len(there) + 1}"
        sheet.hide()

    def _questions(self, sheet: Any, content: Mapping[str, Any]) -> None:
        sheet.set_column(0, 0, None, None, {"hidden": True})
        sheet.set_column(1, 1, 44)
        sheet.set_column(2, 2, 60)
        sheet.set_column(3, 60, 30)
        sheet.write_string(0, 1, field_word(self._form.note, self._language), self._plain)
        sheet.freeze_panes(1, 2)
        for row, field in enumerate(self._form.questions, 1):
            sheet.set_row(row, None, self._format(field))
            sheet.write_string(row, 0, question_key(field))
            sheet.write_string(row, 1, label_of(field, self._language), self._bold)
            value = at(content, field.path)
            answers = list(value or ()) if field.many else [value]
            for column, one in enumerate(answers, FIRST_ANSWER - 1):
                self._cell(sheet, row, column, field, one)
            self._choose(sheet, field, (row, FIRST_ANSWER - 1, row, FIRST_ANSWER - 2 + field.most))

    def _table(self, sheet: Any, about: Sheet, rows: Rows) -> None:
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.freeze_panes(FIRST_ROW - 1, 0)
        ahead = [(ORDINAL, "line_id")] if about.numbered else []
        ahead += [(PARENT, about.parent[-1])] if about.parent is not None else []
        for column, (name, called) in enumerate(ahead):
            sheet.set_column(column, column, 14, self._number)
            sheet.write_string(0, column, column_key(about, name))
            sheet.write_string(FIRST_ROW - 2, column, field_word(called, self._language), self._bold)
        for column, field in enumerate(about.fields, len(ahead)):
            sheet.set_column(column, column, 40 if field.kind == "text" else 26, self._format(field))
            sheet.write_string(0, column, column_key(about, field.key))
            sheet.write_string(FIRST_ROW - 2, column, label_of(field, self._language), self._bold)
            if not field.many:
                self._choose(sheet, field, (FIRST_ROW - 1, column, FIRST_ROW - 2 + SPARE_ROWS, column))
        for row, (value, place) in enumerate(rows, FIRST_ROW - 1):
            for column, (name, _) in enumerate(ahead):
                sheet.write_number(row, column, place[-1] if name == ORDINAL else place[-2])
            for column, field in enumerate(about.fields, len(ahead)):
                self._cell(sheet, row, column, field, at(value, field.path))
        for number in range(len(rows), about.most if about.numbered else 0):
            sheet.write_number(FIRST_ROW - 1 + number, 0, number + 1)

    def _format(self, field: Field) -> Any:
        return {"day": self._day, "amount": self._number, "number": self._number}.get(field.kind, self._plain)

    def _choose(self, sheet: Any, field: Field, where: tuple[int, int, int, int]) -> None:
        if not field.choices:
            return
        # A warning alone: a list that has grown since must not keep anybody from writing what is right.
        sheet.data_validation(
            *where, {"validate": "list", "source": self._sources[field.choices], "error_type": "warning"}
        )

    def _cell(self, sheet: Any, row: int, column: int, field: Field, value: Any) -> None:
        if value is None or value == "":
            return
        if field.kind == "day":
            sheet.write_datetime(row, column, date.fromisoformat(value), self._day)
        elif field.kind == "amount" and len(str(value).replace(".", "")) <= EXACT_DIGITS:
            sheet.write_number(row, column, float(value), self._number)
        else:
            sheet.write_string(row, column, self._said(field, value), self._text)

    def _said(self, field: Field, value: Any) -> str:
        if field.kind == "flag":
            return shown(FLAG, "yes" if value else "no", self._language)
        if isinstance(value, list | tuple):
            return "\n".join(shown(field.choices, str(one), self._language) for one in value)
        return shown(field.choices, str(value), self._language) if field.kind == "code" else str(value)


def _rows(form: Form, sheet: Sheet, content: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], tuple[int, ...]]]:
    """Rows of a list, each with its number, and those of the rows above that it belongs to."""
    if sheet.parent is None:
        yield from ((row, (number,)) for number, row in enumerate(at(content, sheet.path) or (), 1))
        return
    above = next(one for one in form.sheets if one.path == sheet.parent)
    for parent, place in _rows(form, above, content):
        rows = at(parent, sheet.path[len(sheet.parent) :]) or ()
        yield from ((row, (*place, number)) for number, row in enumerate(rows, 1))


def written(form: Form, language: str, content: Mapping[str, Any], about: Mapping[str, str]) -> bytes:
    """A workbook in a language; ``about`` says of which thing and version it is. Takes tens of milliseconds: not on the event loop."""
    return Writing(form, language, about).made(content)
