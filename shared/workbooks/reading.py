"""A workbook read back: the body that it says, where each part of it stands, and whatever has no place in it, kept as text.

Nothing is judged here but the workbook itself: whether the body fits is the door's word, as for JSON (WM 8).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.errors import Fault
from shared.workbooks.archive import Cell, Grid, UnreadableWorkbook
from shared.workbooks.form import ORDINAL, Field, Form
from shared.workbooks.found import Found, put, readable
from shared.workbooks.layout import FIRST_ANSWER, META, PARENT, column_key, label_of, question_key
from shared.workbooks.rows import Entries
from shared.workbooks.values import value_of


def read(form: Form, grids: list[Grid]) -> Found:
    """What a workbook says as a body of the form. Raises Unreadable when nothing in it belongs to the form."""
    found, entries = Found(), Entries(form)
    columns = {column_key(s, one) for s in form.sheets for one in (*(f.key for f in s.fields), ORDINAL, PARENT)}
    seen: set[str] = set()
    lists = {one.choices for one in (*form.questions, *(f for s in form.sheets for f in s.fields)) if one.choices}
    for grid in grids:
        heads = {at[1]: cell.text.strip() for at, cell in grid.cells.items() if at[0] == 1}
        keys = {at[0]: cell.text.strip() for at, cell in grid.cells.items() if at[1] == 1}
        if grid.title == META:
            found.about = {one: grid.cells[row, 2].text for row, one in keys.items() if (row, 2) in grid.cells}
        elif columns & set(heads.values()):
            seen |= set(heads.values())
            entries.add(found, grid, heads)
        elif any(one in keys.values() for one in map(question_key, form.questions)):
            seen |= set(keys.values())
            _questions(form, found, grid, keys)
        elif not heads or not set(heads.values()) <= lists:
            for cell in grid.cells.values():
                found.kept.append(cell)
            if grid.cells:
                _told(found, grid.title, "workbook_unknown_sheet", "this sheet is none of the form's", None)
    if not seen:
        raise UnreadableWorkbook("workbook_not_ours", f"This is no workbook of the form '{form.kind}'")
    if (kind := found.about.get("form", form.kind)) != form.kind:
        raise UnreadableWorkbook("workbook_not_ours", f"This is a workbook of the form '{kind}'")
    _whole(form, found, seen)
    entries.into(found)
    return found


def _told(found: Found, sheet: str, code: str, words: str, cell: str | None) -> None:
    place = (sheet, cell or "A1")
    found.faults.append((Fault("", words, code), place))


def _whole(form: Form, found: Found, seen: set[str]) -> None:
    """Tells what of the form is not in the workbook, so that an older one is not taken for an answer."""
    version = found.about.get("version", "")
    if version != form.version:
        words = (
            f"the form is of version {version or '-'}, today's is {form.version}: what it does not ask is left empty"
        )
        _told(found, META, "workbook_other_version", words, "B2")
    for one in form.questions:
        if question_key(one) not in seen:
            _missing(found, one.key)
    for sheet in form.sheets:
        those = [column_key(sheet, one.key) for one in sheet.fields]
        if not seen.intersection(those):
            _missing(found, sheet.key)
        else:
            for key in those:
                if key not in seen:
                    _missing(found, key.replace(":", "/"))


def _missing(found: Found, name: str) -> None:
    fault = Fault(f"/{name}", f"the workbook does not ask '{name}'", "workbook_question_missing")
    found.faults.append((fault, None))


def _questions(form: Form, found: Found, grid: Grid, keys: Mapping[int, str]) -> None:
    known = {question_key(one): one for one in form.questions}
    for row, key in sorted(keys.items()):
        if key in known and f"/{known[key].key}" not in found.places:
            _answer(found, grid, row, known[key])
            continue
        for cell in _beside(grid, row):
            found.keep(cell, "workbook_no_place", "stands where the form asks nothing, or a second time")
    for at, cell in grid.cells.items():
        # Above the questions stands how the form is filled.
        if at[0] not in keys and at != (1, FIRST_ANSWER - 1):
            found.keep(cell, "workbook_no_place", "stands where the form asks nothing")


def _beside(grid: Grid, row: int) -> Iterator[Cell]:
    yield from (cell for at, cell in sorted(grid.cells.items()) if at[0] == row and at[1] >= FIRST_ANSWER)


def _answer(found: Found, grid: Grid, row: int, asked: Field) -> None:
    pointer, values = f"/{asked.key}", list[Any]()
    found.stands(pointer, (grid.title, f"C{row}"))
    label = grid.cells.get((row, FIRST_ANSWER - 1))
    if label is not None and label.text not in {label_of(asked, one) for one in LANGUAGES}:
        found.kept.append(label)
    for cell in _beside(grid, row):
        here = f"{pointer}/{len(values)}" if asked.many else pointer
        if not readable(found, cell, here):
            continue
        if values and not asked.many:
            found.keep(cell, "workbook_several", "one answer alone is asked for", pointer)
            continue
        found.stands(here, (grid.title, cell.name))
        values.append(value_of(asked, cell))
    if values:
        put(found.body, asked.path, values if asked.many else values[0])
