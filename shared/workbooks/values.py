"""What a cell means for a question: a value of the body, or its text as it stands, for the door to refuse by name."""

from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from shared.workbooks.archive import Cell
from shared.workbooks.choices import code_in
from shared.workbooks.form import FLAG, Field

_DAY_NOUGHT = date(1899, 12, 30)
DAYS = range(18_264, 91_313)
"""Numbers that are days where a day is asked: 1950 to 2149, as a program counts that lost the format of the cell."""


def value_of(field: Field, cell: Cell) -> Any:
    """The value of a question's cell."""
    return _BY_KIND[field.kind](field, cell)


def _text(_: Field, cell: Cell) -> str:
    return cell.text


def _code(field: Field, cell: Cell) -> str:
    return code_in(field.choices, cell.text)


def _day(_: Field, cell: Cell) -> str:
    number = cell.value if cell.kind == "number" else None
    if number is not None and float(number).is_integer() and int(number) in DAYS:
        return (_DAY_NOUGHT + timedelta(days=int(number))).isoformat()
    return cell.text.strip()


def _amount(_: Field, cell: Cell) -> str:
    if cell.kind != "number":
        return cell.text.strip()
    try:
        return format(Decimal(repr(cell.value)).normalize(), "f")
    except InvalidOperation:
        return cell.text


def _number(_: Field, cell: Cell) -> str:
    return cell.text.strip()


def _flag(_: Field, cell: Cell) -> Any:
    if isinstance(cell.value, bool):
        return cell.value
    return {"yes": True, "no": False}.get(code_in(FLAG, cell.text), cell.text)


_BY_KIND = {"text": _text, "code": _code, "day": _day, "amount": _amount, "number": _number, "flag": _flag}
