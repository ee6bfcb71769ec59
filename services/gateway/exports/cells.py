"""What stands in a cell: kinds of columns, and how a text is kept from being taken for a formula (WM 6)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from services.gateway.read_model.views import ItemView
from shared.wording.visible import UNSEEN

STARTS_A_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula, also in full width."""


SEPARATORS = ",;\t"
"""At what a table may be split, by us or by a spreadsheet that thinks of its own language first."""


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


_SKIPPED = rf"[\s\"{UNSEEN}]*"
"""What may stand before a formula and does not keep it from being one: blanks, quotes, what is not seen."""
_FORMULA = f"{_SKIPPED}[{re.escape(''.join(sorted(STARTS_A_FORMULA)))}]"
_BEGINS = re.compile(_FORMULA)
_AFTER = {
    own: re.compile(f"(?<=[{re.escape(''.join(set(SEPARATORS) - {own}))}|\r\n\v\f\x85\u2028\u2029])(?={_FORMULA})")
    for own in SEPARATORS
}
"""For each separator in use: places behind another one, or behind the end of a line, where a formula would begin."""


def is_risky(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula; what stands before it as white space does not help."""
    return text != "" and _BEGINS.match(text) is not None


def harmless(text: str, separator: str = ",") -> str:
    """A text that stays text in a spreadsheet, whichever separator it is split at: an apostrophe before what could be a formula.

    At the separator in use a reader keeps the cell together by its quotes; at the others, and at line ends, it does not.
    """
    guarded = _AFTER[separator].sub("'", text)
    return f"'{guarded}" if is_risky(text) else guarded


def moment(value: Any) -> datetime | None:
    """A moment in UTC, from how a state or a row holds it."""
    if value is None:
        return None
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    assert isinstance(found, datetime)
    return found.astimezone(UTC)
