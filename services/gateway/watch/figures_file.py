"""Public monthly figures of asylum applications, from a file of comma-separated values (WM 12). None is bundled.

Columns, in any order, named in the first row: ``country`` (ISO 3166-1 alpha-3), ``month`` (YYYY-MM), ``applications`` (a whole
number, no separators). Other columns are left alone. A row that cannot be read is reported with its number and what is wrong;
it is never dropped in silence and never read as something else. Of two rows of one month of a country the first stands.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from services.gateway.domain.months import MONTH
from shared.contracts.reference.states import states

COLUMNS = ("country", "month", "applications")
MOST = 10**9
"""Applications in a month: more is a slip of the pen."""
_NUMBER = re.compile(r"[0-9]{1,10}")


class UnreadableFigures(Exception):
    """The file is no such file: what it lacks."""


@dataclass(frozen=True, slots=True)
class FigureFault:
    """A row that was not read. ``row`` counts from 1, the names of the columns being row 1."""

    row: int
    column: str
    code: str
    words: str


@dataclass(frozen=True)
class Figures:
    """Country -> month -> applications, and the rows that were not read."""

    by_country: Mapping[str, Mapping[str, int]]
    faults: tuple[FigureFault, ...] = field(default=())


def read(lines: Iterable[str]) -> Figures:
    """Reads the file. Raises Unreadable where a column is lacking."""
    rows = csv.DictReader(lines)
    lacking = [one for one in COLUMNS if one not in (rows.fieldnames or ())]
    if lacking:
        raise UnreadableFigures(f"lacks the columns {', '.join(lacking)}: the first row names {', '.join(COLUMNS)}")
    found: dict[str, dict[str, int]] = {}
    faults: list[FigureFault] = []
    for number, row in enumerate(rows, 2):
        country, month, said = ((row.get(name) or "").strip() for name in COLUMNS)
        if wrong := _fault(number, country, month, said):
            faults.append(wrong)
        elif month in found.setdefault(country, {}):
            words = f"{country} has {found[country][month]} in {month} already, which stands"
            faults.append(FigureFault(number, "month", "twice", words))
        else:
            found[country][month] = int(said)
    return Figures({country: months for country, months in found.items() if months}, tuple(faults))


def _fault(number: int, country: str, month: str, said: str) -> FigureFault | None:
    if country not in states():
        return FigureFault(number, "country", "unknown_country", f"{country!r} is no code of ISO 3166-1 alpha-3")
    if not MONTH.fullmatch(month):
        return FigureFault(number, "month", "month", f"{month!r} is no month: YYYY-MM")
    if not _NUMBER.fullmatch(said) or int(said) > MOST:
        return FigureFault(number, "applications", "number", f"{said!r} is no whole number up to {MOST}")
    return None
