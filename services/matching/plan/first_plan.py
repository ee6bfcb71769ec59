"""A plan that keeps every rule, made at once and not the best: what a solver begins from, and what stands when time is up (WM 11)."""

from collections import defaultdict

from services.matching.plan.arranged import Arranged, Bounded, Pair


def first_plan(arranged: Arranged) -> dict[Pair, int]:
    """Locks, then line by line, those with the fewest pairs first; a line that cannot be covered whole takes nothing."""
    room = _Room(arranged)
    given: dict[Pair, int] = {}
    for pair, amount in arranged.locks.items():
        room.take(pair, amount)
        given[pair] = amount
    of_line: dict[str, list[Bounded]] = defaultdict(list)
    for bounds in arranged.pairs.values():
        of_line[bounds.line].append(bounds)
    for name in sorted(of_line, key=lambda one: (len(of_line[one]), one)):
        lacks = arranged.lines[name].amount - sum(given.get((name, one.offer), 0) for one in of_line[name])
        given |= _covered(room, lacks, [one for one in of_line[name] if (name, one.offer) not in given])
    return given


def _covered(room: "_Room", lacks: int, pairs: list[Bounded]) -> dict[Pair, int]:
    """Parts that cover what a line lacks, dearest first; none, and nothing taken, where they do not."""
    parts: dict[Pair, int] = {}
    for one in sorted(pairs, key=lambda x: (-x.value, x.offer)):
        pair = (one.line, one.offer)
        amount = min(lacks, one.most, room.for_pair(pair))
        if lacks and amount >= one.least:
            room.take(pair, amount)
            parts[pair] = amount
            lacks -= amount
    if not lacks:
        return parts
    for pair, amount in parts.items():
        room.take(pair, -amount)
    return {}


class _Room:
    """What each row still allows."""

    def __init__(self, arranged: Arranged) -> None:
        self._left = [row.most for row in arranged.rows]
        self._counted = [row.counted for row in arranged.rows]
        self._rows: dict[Pair, list[tuple[int, int]]] = defaultdict(list)
        for number, row in enumerate(arranged.rows):
            for pair, weight in row.terms:
                self._rows[pair].append((number, weight))

    def for_pair(self, pair: Pair) -> int:
        """The largest amount that every row of a pair allows."""
        return min((self._allowed(number, weight) for number, weight in self._rows[pair]), default=0)

    def _allowed(self, number: int, weight: int) -> int:
        left = self._left[number]
        if self._counted[number]:
            return _ANY if left >= weight else 0
        return left // weight if weight else _ANY

    def take(self, pair: Pair, amount: int) -> None:
        """Takes an amount; a negative one gives it back."""
        for number, weight in self._rows[pair]:
            self._left[number] -= (weight if amount > 0 else -weight) if self._counted[number] else weight * amount


_ANY = 1 << 62
