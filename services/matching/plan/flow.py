"""The plan where it is a flow: each line asks one unit, and each offer has room for so many lines (WM 11).

A least-cost assignment, exact in whole numbers. Lines that some offer can serve and that more lines can serve beside them are a
matroid, so the worst-off region never costs a covered line: its level is found by a flow alone. Value and changes are one
weight, a point of value counting above all changes.
"""

from collections import Counter
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow, min_weight_full_bipartite_matching

from services.matching.plan.arranged import Arranged, Pair

EXACT = 2**53
"""Doubles hold whole numbers up to here; sums along a path of the assignment stay below."""


def is_flow(arranged: Arranged) -> bool:
    """Whether the problem is one: units only, the same use of an offer by every line, no bound over several offers."""
    if any(line.amount != 1 for line in arranged.lines.values()):
        return False
    pairs = Counter(offer for _, offer in arranged.pairs)
    for row in arranged.rows:
        if row.code == "line_amount" or sum(weight for _, weight in row.terms) <= row.most:
            continue
        alike = len({weight for _, weight in row.terms}) == 1
        if row.code != "capacity" or not alike or len(row.terms) < pairs[row.terms[0][0][1]]:
            return False
    return True


def solve_flow(arranged: Arranged) -> dict[Pair, int]:
    """The best plan of a problem that is a flow and whose locks can be kept.

    Raises ArithmeticError when its values are too large and too many for whole numbers in doubles.
    """
    net = _Net(arranged)
    covered = net.most_covered(None)
    level = net.level(covered)
    found = net.assigned(len(net.lines) - covered, None)
    if net.worst_off(found) < level:
        found = net.assigned(len(net.lines) - covered, level)
    return {net.pairs[one]: 1 for one in found} | arranged.locks


class _Arcs(NamedTuple):
    """Arcs as arrays: pair, line, offer, weight."""

    line: Any
    offer: Any
    weight: Any


class _Net:
    """The assignment: what locks leave of lines and rooms."""

    def __init__(self, arranged: Arranged) -> None:
        locked = {line for line, _ in arranged.locks}
        self.arranged = arranged
        self.lines = [name for name in arranged.lines if name not in locked]
        self.offers = list(arranged.offers)
        number = {name: n for n, name in enumerate(self.lines)}
        place = {name: n for n, name in enumerate(self.offers)}
        self.pairs = [pair for pair in arranged.pairs if pair[0] in number]
        worth = [arranged.pairs[pair].value * (2 * len(number) + 1) + self._kept(pair) for pair in self.pairs]
        best = max(worth, default=0)
        self.dearest = best - min(worth, default=0) + 1
        dear = [best - one + 1 for one in worth] if self.dearest < EXACT else [0] * len(worth)
        self.arcs = _Arcs(
            np.array([number[line] for line, _ in self.pairs], dtype=np.int64),
            np.array([place[offer] for _, offer in self.pairs], dtype=np.int64),
            np.array(dear, dtype=np.int64),
        )
        self.room = np.array(self._rooms(), dtype=np.int64)
        names = sorted({line.region for line in arranged.lines.values()})
        regions = {name: n for n, name in enumerate(names)}
        self.region = np.array([regions[arranged.lines[name].region] for name in self.lines], dtype=np.int64)
        self.size = np.zeros(len(names), dtype=np.int64)
        self.before = np.zeros(len(names), dtype=np.int64)
        for name, line in arranged.lines.items():
            self.size[regions[line.region]] += 1
            self.before[regions[line.region]] += name in locked

    def _kept(self, pair: Pair) -> int:
        """What taking a pair saves in changes: a unit that is given now is kept, one that is not is new."""
        present = self.arranged.present.get(pair, 0)
        return 1 if present == 1 else 0 if present else -1

    def _rooms(self) -> list[int]:
        """How many lines each offer can serve beside its locks."""
        pairs = Counter(offer for _, offer in self.pairs)
        room = {name: pairs[name] for name in self.offers}
        for row in self.arranged.rows:
            if row.code == "capacity" and row.terms:
                offer, weight = row.terms[0][0][1], max(weight for _, weight in row.terms)
                if len(row.terms) * weight > row.most:
                    locked = sum(pair in self.arranged.locks for pair, _ in row.terms)
                    room[offer] = min(room[offer], row.most // weight - locked)
        return [room[name] for name in self.offers]

    def most_covered(self, least: Any) -> int:
        """Lines that can be covered together; with ``least``, of each region no more than so many."""
        lines, offers, regions = len(self.lines), len(self.offers), len(self.size)
        source, first = 0, 1 + regions
        sink = first + lines + offers
        bound = np.full(regions, lines) if least is None else np.maximum(least - self.before, 0)
        heads = [np.zeros(regions, dtype=np.int64), 1 + self.region, first + self.arcs.line]
        tails = [1 + np.arange(regions), first + np.arange(lines), first + lines + self.arcs.offer]
        rooms = [bound, np.ones(lines, dtype=np.int64), np.ones(len(self.pairs), dtype=np.int64), self.room]
        heads.append(first + lines + np.arange(offers))
        tails.append(np.full(offers, sink))
        graph = csr_array(
            (np.concatenate(rooms).astype(np.int32), (np.concatenate(heads), np.concatenate(tails))),
            shape=(sink + 1, sink + 1),
        )
        return int(maximum_flow(graph, source, sink).flow_value)

    def level(self, covered: int) -> Fraction:
        """The largest share that every region can have of its lines at once, among plans that cover the most lines."""
        if covered == len(self.lines):
            return Fraction(1)
        steps = sorted({Fraction(k, int(size)) for size in self.size for k in range(int(size) + 1)})
        low, high = 0, len(steps) - 1
        while low < high:
            middle = (low + high + 1) // 2
            least = self._owed(steps[middle])
            if self.most_covered(least) == int(np.maximum(least - self.before, 0).sum()):
                low = middle
            else:
                high = middle - 1
        return steps[low]

    def _owed(self, level: Fraction) -> Any:
        return np.array([ceil(level * int(size)) for size in self.size], dtype=np.int64)

    def worst_off(self, found: list[int]) -> Fraction:
        """The least share over the regions."""
        whole = self.before + np.bincount(self.region[self.arcs.line[found]], minlength=len(self.size))
        return min((Fraction(int(a), int(b)) for a, b in zip(whole, self.size, strict=True)), default=Fraction(1))

    @cached_property
    def _slots(self) -> tuple[_Arcs, Any, int]:
        """Arcs to each single room of an offer, the arc's number, and how many rooms there are."""
        first = np.concatenate([[0], np.cumsum(self.room)])
        times = self.room[self.arcs.offer] if len(self.pairs) else np.zeros(0, dtype=np.int64)
        arc = np.repeat(np.arange(len(self.pairs)), times)
        within = np.arange(len(arc)) - np.repeat(np.cumsum(times) - times, times)
        arcs = _Arcs(self.arcs.line[arc], first[self.arcs.offer[arc]] + within, self.arcs.weight[arc])
        return arcs, arc, int(first[-1])

    def _uncovered(self, level: Fraction | None) -> tuple[Any, Any, int]:
        """Places of lines that stay uncovered: one of each line's own, or of its region as many as the level leaves."""
        count = len(self.lines)
        if level is None:
            return np.arange(count), np.arange(count), count
        free = np.minimum(self.size - self._owed(level), np.bincount(self.region, minlength=len(self.size)))
        first = np.concatenate([[0], np.cumsum(free)])
        times = free[self.region]
        line = np.repeat(np.arange(count), times)
        within = np.arange(len(line)) - np.repeat(np.cumsum(times) - times, times)
        return line, first[self.region[line]] + within, int(first[-1])

    def assigned(self, uncovered: int, level: Fraction | None) -> list[int]:
        """Numbers of the pairs of the best assignment that leaves so many lines uncovered.

        The price of an uncovered line rises until no more than these are left: then the price weighs on all plans alike.
        """
        if not self.lines:
            return []
        arcs, arc, rooms = self._slots
        line, place, places = self._uncovered(level)
        price = 4 * self.dearest
        while price * 2 * (len(self.lines) + 1) < EXACT:
            weight = np.concatenate([arcs.weight, np.full(len(line), price)]).astype(float)
            row, column = np.concatenate([arcs.line, line]), np.concatenate([arcs.offer, rooms + place])
            graph = csr_array((weight, (row, column)), shape=(len(self.lines), rooms + places))
            rows, columns = min_weight_full_bipartite_matching(graph)
            served = columns < rooms
            if int((~served).sum()) == uncovered:
                return self._numbers(rows[served], columns[served], arcs, arc)
            price *= 16
        raise ArithmeticError("weights too large for whole numbers in doubles")

    def _numbers(self, rows: Any, columns: Any, arcs: _Arcs, arc: Any) -> list[int]:
        """The pairs of the arcs that were chosen."""
        wide = int(arcs.offer.max(initial=0)) + 1
        keys = arcs.line * wide + arcs.offer
        order = np.argsort(keys)
        return sorted(arc[order[np.searchsorted(keys[order], rows * wide + columns)]].tolist())
