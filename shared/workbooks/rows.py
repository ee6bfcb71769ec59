"""Rows of lists in a workbook that is read: columns by their keys, rows that belong to a row of another sheet by its number."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.errors import Fault
from shared.wording.fields import field_word
from shared.workbooks.archive import Cell, Grid, column_name
from shared.workbooks.form import ORDINAL, Form, Path, Sheet
from shared.workbooks.found import Found, put, readable
from shared.workbooks.layout import FIRST_ROW, PARENT, column_key, label_of
from shared.workbooks.values import value_of


class Row(NamedTuple):
    """One row: its sheet's title and number, its cells and the columns of its sheet by the name of their question."""

    title: str
    number: int
    cells: Mapping[str, Cell]
    columns: Mapping[str, int]


class RowResult(NamedTuple):
    """What became of a row: its pointer and its object."""

    pointer: str
    value: dict[str, Any]


class Entries:
    """Rows of all lists, until they can be put together."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._rows: dict[Path, list[Row]] = {one.path: [] for one in form.sheets}
        self._made: dict[Path, dict[str, RowResult]] = {one.path: {} for one in form.sheets}

    def add(self, found: Found, grid: Grid, heads: Mapping[int, str]) -> None:
        """The rows of one sheet."""
        sheet = next(one for one in self._form.sheets if set(heads.values()) & set(_names(one)))
        names = _names(sheet)
        columns: dict[int, str] = {}
        for column, head in sorted(heads.items()):
            if head in names and names[head] not in columns.values():
                columns[column] = names[head]
        _strangers(found, grid, columns)
        labelled = _labels_stand(found, sheet, grid, columns)
        rows: dict[int, dict[str, Cell]] = {}
        for (row, column), cell in sorted(grid.cells.items()):
            if column in columns and row >= (FIRST_ROW if labelled else FIRST_ROW - 1):
                rows.setdefault(row, {})[columns[column]] = cell
        places = {name: column for column, name in columns.items()}
        self._rows[sheet.path] += [Row(grid.title, row, cells, places) for row, cells in rows.items()]
        found.places.setdefault(f"/{sheet.key}", (grid.title, f"A{FIRST_ROW}"))

    def into(self, found: Found) -> None:
        """Puts all rows into the body; those that rows of another sheet belong to come first."""
        for sheet in self._form.sheets:
            for row in self._rows[sheet.path]:
                self._enter(found, sheet, row)
            _number(sheet, self._made[sheet.path].values())

    def _enter(self, found: Found, sheet: Sheet, row: Row) -> None:
        said = {name: cell for name, cell in row.cells.items() if name not in {ORDINAL, PARENT}}
        if not said:
            found.kept += [cell for name, cell in row.cells.items() if name == PARENT]
            return
        parent = self._parent(found, sheet, row)
        if parent is None:
            found.kept += row.cells.values()
            return
        path = sheet.path[len(sheet.parent or ()) :]
        rows = _list(parent.value, path)
        entry = RowResult(f"{parent.pointer}/{'/'.join(path)}/{len(rows)}", {})
        rows.append(entry.value)
        self._count(found, sheet, row, entry)
        for one in sheet.fields:
            pointer = f"{entry.pointer}/{one.key}"
            if one.key in row.columns:
                found.stands(pointer, (row.title, f"{column_name(row.columns[one.key])}{row.number}"))
            cell = said.get(one.key)
            if cell is None or not readable(found, cell, pointer):
                continue
            put(entry.value, one.path, value_of(one, cell))
        found.places[entry.pointer] = (row.title, f"A{row.number}")

    def _parent(self, found: Found, sheet: Sheet, row: Row) -> RowResult | None:
        """The object that a row belongs to; the body itself for a list of the body. None: it is told that there is none."""
        if sheet.parent is None:
            return RowResult("", found.body)
        above, cell = self._made[sheet.parent], row.cells.get(PARENT)
        if cell is None and len(above) == 1:
            return next(iter(above.values()))
        entry = above.get(cell.text.strip()) if cell is not None else None
        if entry is None:
            name = cell.name if cell is not None else f"{column_name(row.columns.get(PARENT, 1))}{row.number}"
            words = f"names no row of the sheet that it belongs to: {', '.join(above) or '-'}"
            fault = Fault(f"/{sheet.key}", words, "workbook_no_such_row")
            found.faults.append((fault, (row.title, name)))
        return entry

    def _count(self, found: Found, sheet: Sheet, row: Row, entry: RowResult) -> None:
        made, cell = self._made[sheet.path], row.cells.get(ORDINAL)
        number = cell.text.strip() if cell is not None else str(len(made) + 1)
        if number in made:
            if cell is not None:
                found.keep(cell, "workbook_number_twice", "another row has this number", entry.pointer)
            number = f"{row.title} {row.number}"
        made[number] = entry


def _names(sheet: Sheet) -> dict[str, str]:
    """Key of a column -> the name of its question."""
    return {column_key(sheet, one): one for one in (ORDINAL, PARENT, *(field.key for field in sheet.fields))}


def _strangers(found: Found, grid: Grid, columns: Mapping[int, str]) -> None:
    """Columns that the form does not have: every cell is kept, each column is told once."""
    told: set[int] = set()
    for (_, column), cell in sorted(grid.cells.items()):
        if column in columns:
            continue
        if column in told:
            found.kept.append(cell)
        else:
            found.keep(cell, "workbook_no_place", "stands where the form asks nothing, or a second time")
            told.add(column)


def _labels_stand(found: Found, sheet: Sheet, grid: Grid, columns: Mapping[int, str]) -> bool:
    """Whether the row of labels is there: where somebody took it out, entries begin in its place. A label that was changed is kept."""
    known = {label_of(one, language) for one in sheet.fields for language in LANGUAGES}
    known |= {field_word("line_id", language) for language in LANGUAGES}
    known |= {field_word((sheet.parent or ("",))[-1], language) for language in LANGUAGES}
    row = [cell for (number, column), cell in grid.cells.items() if number == FIRST_ROW - 1 and column in columns]
    if not any(cell.text in known for cell in row):
        return False
    found.kept += [cell for cell in row if cell.text not in known]
    return True


def _list(value: dict[str, Any], path: Path) -> list[Any]:
    for name in path[:-1]:
        value = value.setdefault(name, {})
    rows: list[Any] = value.setdefault(path[-1], [])
    return rows


def _number(sheet: Sheet, made: Any) -> None:
    """Rows that have no number of their own get the next that is free."""
    for field in (one for one in sheet.fields if one.kind == "number"):
        name, entries = field.path[0], [one.value for one in made]
        taken = {one[name] for one in entries if name in one}
        free = (str(number) for number in range(1, 10_000) if str(number) not in taken)
        for one in entries:
            if name not in one:
                one[name] = next(free)
