"""What stands in a cell: kinds of columns, and how each is written (WM 6)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from services.gateway.read_model.views import ItemView


class CellKind(Enum):
    """How a column's values are written; only texts can be mistaken for formulas."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One row of a table before it is written: a part of an item, in the form its reader may see.

    ``part`` is the line of the item this row is about, empty when there is none to show.
    """

    item_id: str
    region: str
    view: ItemView
    status: str | None
    begun_at: datetime | None
    changed_at: datetime | None
    content: Mapping[str, Any]
    part: Mapping[str, Any]


Value = Callable[[ExportRow, str], Any]
"""From a row and a language to what stands in the cell; None leaves it empty."""


@dataclass(frozen=True, slots=True)
class Column:
    """``name`` finds its heading in each language, ``tag`` is its hashtag in the Humanitarian Exchange Language 1.1."""

    name: str
    tag: str
    value: Value
    kind: CellKind = CellKind.TEXT


def moment(value: Any) -> datetime | None:
    """A moment in UTC, from how a state or a row holds it."""
    if value is None:
        return None
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    assert isinstance(found, datetime)
    return found.astimezone(UTC)
