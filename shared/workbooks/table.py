"""A table in which each row is a body (WM 7): its columns follow from the body's model, objects of a list by their number.

A column is known by its key (``lines/1/support_type``), by its label in any language, by both as templates write them
(``label [key]``), or by what somebody says that a heading of theirs means.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from pydantic import BaseModel

from shared.contracts.vocabulary import LANGUAGES
from shared.wording.fields import field_word
from shared.wording.folded import folded
from shared.workbooks.archive import Cell, column_name
from shared.workbooks.form import Field, Form, Sheet, form_of
from shared.workbooks.layout import label_of

ROW_ID = "row_id"
"""Column of the row's own identifier: whoever keeps the roster knows the row by it."""
_IN_BRACKETS = re.compile(r"\[([^\[\]]+)\]\s*$")


@cache
def table_of(kind: str, rows: str, model: type[BaseModel]) -> Form:
    """The form of a table; ``rows`` is what its rows are called. A template asks for one object of each list."""
    body = form_of(kind, model)
    listed = (replace(one, path=(*sheet.path, "1", *one.path)) for sheet in body.sheets for one in sheet.fields
              if one.kind != "number")  # fmt: skip
    fields = (Field((ROW_ID,), "text"), *body.questions, *listed)
    return Form(kind, (), (Sheet((rows,), fields, 0),), f"{kind}_note")


def headings(form: Form, language: str) -> list[str]:
    """The first row of a template in CSV."""
    return [f"{label_of(one, language)} [{one.key}]" for one in form.sheets[0].fields]


def as_csv(form: Form, language: str) -> bytes:
    """A template in CSV, with the mark by which spreadsheets know its encoding."""
    file = io.StringIO(newline="")
    csv.writer(file).writerow(headings(form, language))
    return file.getvalue().encode("utf-8-sig")


@cache
def _by_label(form: Form) -> Mapping[str, Field]:
    """Label, whole or its last word, folded, in any language -> field; a label of two fields names neither."""
    found: dict[str, set[Field]] = {}
    for one in form.sheets[0].fields:
        for language in LANGUAGES:
            whole = label_of(one, language).removesuffix(" *")
            for label in {whole, field_word(one.path[-1], language)}:
                found.setdefault(folded(label), set()).add(one)
    return {label: next(iter(those)) for label, those in found.items() if len(those) == 1}


def field_of(form: Form, key: str) -> Field | None:
    """The field of a key, of whichever object of a list: ``lines/2/description``."""
    sheet = form.sheets[0]
    parts = key.strip().removeprefix(f"{sheet.key}:").split("/")
    plain = "/".join("1" if one.isdigit() else one for one in parts)
    found = next((one for one in sheet.fields if one.key == plain), None)
    if found is None or any(one.isdigit() and not 1 <= int(one[:4]) <= 99 for one in parts):
        return None
    return replace(found, path=tuple(str(int(one)) if one.isdigit() else one for one in parts))


@dataclass(frozen=True)
class Columns:
    """Columns of a sheet, by number: those of the form, and of every one its heading."""

    known: Mapping[int, Field]
    headings: Mapping[int, str]

    def heading_of(self, cell: str | None) -> str | None:
        """The heading above a cell, e.g. ``C5``."""
        letters = (cell or "").rstrip("0123456789")
        return next((text for number, text in self.headings.items() if column_name(number) == letters), None)


def columns_of(form: Form, row: Iterable[Cell], meant: Mapping[str, str]) -> Columns:
    """What a row says as the row of headings. ``meant``: a heading of somebody's own -> the key that it means."""
    known: dict[int, Field] = {}
    wanted = {folded(theirs): ours for theirs, ours in meant.items()}
    heads = {cell.column: cell.text.strip() for cell in row}
    for number, text in heads.items():
        said = _IN_BRACKETS.search(text)
        field = (
            field_of(form, wanted.get(folded(text), "")) or field_of(form, text)
            or (field_of(form, said.group(1)) if said else None) or _by_label(form).get(folded(text.removesuffix("*").strip()))
        )  # fmt: skip
        if field is not None and field not in known.values():
            known[number] = field
    return Columns(known, heads)


def repeats(form: Form, columns: Columns, row: Iterable[Cell]) -> bool:
    """Whether a row says the headings once more: labels below keys that are not seen."""
    again = columns_of(form, row, {}).known
    return bool(again) and all(columns.known.get(number) == field for number, field in again.items())
