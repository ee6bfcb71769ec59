"""What a workbook says: a body, where each part of it stands, faults of the workbook, and cells that are no part of the body."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson

from shared.modalities.errors import Fault
from shared.workbooks.archive import Cell

Place = tuple[str, str]
"""Title of a sheet and name of a cell."""


@dataclass
class Found:
    """What a workbook says. ``places``: JSON pointer -> where it stands; ``faults``: of the workbook, each with its place."""

    body: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    faults: list[tuple[Fault, Place | None]] = field(default_factory=list)
    kept: list[Cell] = field(default_factory=list)
    about: dict[str, str] = field(default_factory=dict)

    def keep(self, cell: Cell, code: str, words: str, pointer: str = "", **parameters: str) -> None:
        """A cell that is no part of the body: its text is kept, and why is said."""
        self.kept.append(cell)
        self.faults.append((Fault(pointer, words, code, parameters), (cell.sheet, cell.name)))

    def as_json(self) -> bytes:
        """The body as it would be sent, the same bytes for the same body."""
        return orjson.dumps(self.body, option=orjson.OPT_SORT_KEYS)

    def stands(self, pointer: str, cell: Place) -> None:
        """Where a part of the body stands; what it is part of stands where its first part does."""
        self.places[pointer] = cell
        above = pointer.rpartition("/")[0]
        while above and above not in self.places:
            self.places[above] = cell
            above = above.rpartition("/")[0]

    def place_of(self, pointer: str) -> Place | None:
        """Where a pointer stands, or the nearest that it is part of."""
        while pointer and pointer not in self.places:
            pointer = pointer.rpartition("/")[0]
        return self.places.get(pointer)


def readable(found: Found, cell: Cell, pointer: str) -> bool:
    """Whether a cell holds a value; a formula or an error is kept as text and told."""
    if cell.kind == "formula":
        found.keep(cell, "workbook_formula", "formulas are not worked out: write the value itself", pointer)
    elif cell.kind == "error":
        found.keep(cell, "workbook_error_value", f"holds {cell.text} in place of a value", pointer)
    return cell.kind not in {"formula", "error"}


def put(body: dict[str, Any], path: Iterable[str], value: Any) -> None:
    """Sets what stands at a path."""
    *above, last = path
    for name in above:
        body = body.setdefault(name, {})
    body[last] = value
