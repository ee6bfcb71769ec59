"""One row of a table as a body: where each part of it stands, and whatever is no part of it, kept as text (WM 7)."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from shared.contracts.incoming import text_fault, written_out
from shared.modalities.errors import Fault
from shared.workbooks.archive import Cell, column_name
from shared.workbooks.form import Field
from shared.workbooks.found import Found, put, readable
from shared.workbooks.table import ROW_ID, Columns
from shared.workbooks.values import value_of

_BETWEEN = re.compile(r"[;|\n]")
"""What stands between several answers in one cell."""


class TableRow(NamedTuple):
    """A row of a file: its sheet's title ("" in CSV), its number as people count, its cells by column."""

    sheet: str
    number: int
    cells: Mapping[int, Cell]
    columns: Columns


def read_row(row: TableRow, otherwise: Mapping[Field, str]) -> tuple[Found, str | None]:
    """What a row says, and its own identifier. ``otherwise``: what stands for an empty cell. Nothing is judged but cells."""
    found, known = Found(), row.columns.known
    own: str | None = None
    given = {field: _kept_well(found, row.cells[number]) for number, field in known.items() if number in row.cells}
    given |= {
        field: Cell(row.sheet, row.number, 0, "text", text) for field, text in otherwise.items() if field not in given
    }
    places = _places(given)
    for number, field in known.items():
        if (pointer := _pointer(field, places)) is not None and field.path != (ROW_ID,):
            found.stands(pointer, (row.sheet, f"{column_name(number)}{row.number}"))
    for field, cell in given.items():
        if field.path == (ROW_ID,):
            own = cell.text.strip() or None
        elif (pointer := _pointer(field, places)) is not None and readable(found, cell, pointer):
            _answer(found, field, cell, pointer)
    found.kept += [_kept_well(found, cell, told=False) for number, cell in row.cells.items() if number not in known]
    for name, numbers in places.items():
        made = found.body.pop(name, {})
        found.body[name] = [made[number] | {"line_id": number} for number in numbers if number in made]
    return found, own


def _kept_well(found: Found, cell: Cell, *, told: bool = True) -> Cell:
    """A cell whose text can be kept; what cannot is written out, and told where the form asks something."""
    if cell.kind != "text" or (wrong := text_fault(cell.value)) is None:
        return cell
    if told:
        found.faults.append((Fault("", wrong[1], wrong[0]), (cell.sheet, cell.name)))
    return replace(cell, value=written_out(cell.value))


def _places(given: Mapping[Field, Cell]) -> dict[str, list[str]]:
    """Name of a list -> numbers of its objects of which a row says something, in their order."""
    found: dict[str, set[str]] = {}
    for field in given:
        if len(field.path) > 2 and field.path[1].isdigit():
            found.setdefault(field.path[0], set()).add(field.path[1])
    return {name: sorted(numbers, key=int) for name, numbers in found.items()}


def _pointer(field: Field, places: Mapping[str, list[str]]) -> str | None:
    """Where a field stands in the body; None for one of an object that the row does not have."""
    if len(field.path) > 2 and field.path[1].isdigit():
        name, number, *rest = field.path
        numbers = places.get(name, ["1"])
        return "/".join(("", name, str(numbers.index(number)), *rest)) if number in numbers else None
    return f"/{field.key}"


def _answer(found: Found, field: Field, cell: Cell, pointer: str) -> None:
    if not field.many:
        put(found.body, field.path, value_of(field, cell))
        return
    values: list[Any] = []
    for part in (one.strip() for one in _BETWEEN.split(cell.text)):
        if part:
            if cell.column:
                found.stands(f"{pointer}/{len(values)}", (cell.sheet, cell.name))
            values.append(value_of(field, replace(cell, kind="text", value=part)))
    put(found.body, field.path, values)
