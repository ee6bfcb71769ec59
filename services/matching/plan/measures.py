"""What a plan reaches, in whole numbers and fractions, and what it breaks (WM 11). No solver's word is taken for either."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from services.matching.plan.arranged import Arranged, Pair, PlanRow


class Reached(NamedTuple):
    """The four levels in their order: the first three are to be large, changes few."""

    covered: int
    worst_off: Fraction
    value: int
    changes: int

    def better_than(self, other: "Reached") -> bool:
        """Lexicographically."""
        return self._order() > other._order()

    def _order(self) -> tuple[int, Fraction, int, int]:
        return self.covered, self.worst_off, self.value, -self.changes


def totals(arranged: Arranged, given: Mapping[Pair, int]) -> dict[str, int]:
    """What each line is given."""
    found = dict.fromkeys(arranged.lines, 0)
    for (line, _), amount in given.items():
        found[line] += amount
    return found


def by_region(arranged: Arranged, given: Mapping[Pair, int]) -> dict[str, tuple[int, int]]:
    """Of each region: lines that are wholly covered, and all lines."""
    whole: dict[str, int] = defaultdict(int)
    lines: dict[str, int] = defaultdict(int)
    total = totals(arranged, given)
    for name, line in arranged.lines.items():
        lines[line.region] += 1
        whole[line.region] += total[name] == line.amount
    return {region: (whole[region], lines[region]) for region in sorted(lines)}


def reached(arranged: Arranged, given: Mapping[Pair, int]) -> Reached:
    """The four levels of a plan."""
    regions = by_region(arranged, given)
    pairs = arranged.present.keys() | given.keys()
    return Reached(
        sum(whole for whole, _ in regions.values()),
        min((Fraction(whole, lines) for whole, lines in regions.values()), default=Fraction(1)),
        sum(arranged.pairs[pair].value * amount for pair, amount in given.items()),
        sum(arranged.present.get(pair, 0) != given.get(pair, 0) for pair in pairs),
    )


def filled(row: PlanRow, given: Mapping[Pair, int]) -> int:
    """How much of a row's bound a plan takes."""
    return sum(weight * ((given.get(pair, 0) > 0) if row.counted else given.get(pair, 0)) for pair, weight in row.terms)


def breaches(arranged: Arranged, given: Mapping[Pair, int]) -> Iterator[tuple[str, str]]:
    """Every rule that a plan breaks, as code and name. None for a plan that may be followed."""
    for pair, amount in sorted(given.items()):
        bounds = arranged.pairs.get(pair)
        if bounds is None or not bounds.least <= amount <= bounds.most:
            yield "part", "/".join(pair)
    for row in arranged.rows:
        if filled(row, given) > row.most:
            yield row.code, row.name
    for pair, amount in arranged.locks.items():
        if given.get(pair, 0) != amount:
            yield "lock", "/".join(pair)
