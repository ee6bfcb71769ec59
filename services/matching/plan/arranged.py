"""The problem in one order, whatever order the file had: pairs with their bounds, and every upper bound as a row (WM 11).

The order makes the plan depend on what is said, not on how it is listed. An ear-mark becomes rows by Hall's theorem: for
every set of ear-marks, what only these and the free part may pay for is at most these and the free part together.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from services.matching.plan.problem import Earmark, NeededLine, PlanCap, PlannedOffer, PlanProblem

Pair = tuple[str, str]


class Bounded(NamedTuple):
    """A pair (line, offer) with the amounts that it may give: nothing, or from ``least`` to ``most``."""

    line: str
    offer: str
    least: int
    most: int
    value: int
    uses: dict[str, int]


class PlanRow(NamedTuple):
    """An upper bound: the sum of coefficient times amount, or of pairs that give something, is at most ``most``."""

    code: str
    name: str
    most: int
    terms: tuple[tuple[Pair, int], ...]
    counted: bool = False


@dataclass(frozen=True)
class Arranged:
    """What both solvers, the explanations and the checks work on."""

    lines: dict[str, NeededLine]
    offers: dict[str, PlannedOffer]
    pairs: dict[Pair, Bounded]
    rows: tuple[PlanRow, ...]
    locks: dict[Pair, int]
    present: dict[Pair, int]
    left_out: dict[Pair, str]
    """Pairs that can give nothing, by the reason: excluded, too_large_a_part."""


def arrange(problem: PlanProblem) -> Arranged:
    """The arranged problem; locks are not held against it here (``wishes``)."""
    lines = {one.id: one for one in sorted(problem.lines, key=lambda x: x.id)}
    offers = {one.id: one for one in sorted(problem.offers, key=lambda x: x.id)}
    excluded = {(one.line, one.offer) for one in problem.exclusions}
    pairs: dict[Pair, Bounded] = {}
    left_out: dict[Pair, str] = {}
    for one in sorted(problem.pairs, key=lambda x: (x.line, x.offer)):
        key, line, offer = (one.line, one.offer), lines[one.line], offers[one.offer]
        if excluded & {key, (one.line, None), (None, one.offer)}:
            left_out[key] = "excluded"
            continue
        uses = {name: used for name, used in sorted(one.uses.items()) if used}
        most = min([one.most or line.amount, line.amount, *(offer.capacities[n] // used for n, used in uses.items())])
        least = max(one.least, line.least, offer.least, line.amount if line.indivisible else 1)
        if most < least:
            left_out[key] = "too_large_a_part"
            continue
        value = one.value + sum(problem.weights[name] * points for name, points in one.signals.items())
        pairs[key] = Bounded(*key, least, most, value, uses)
    locks = {(one.line, one.offer): one.amount for one in sorted(problem.locks, key=lambda x: (x.line, x.offer))}
    present = {(one.line, one.offer): one.amount for one in sorted(problem.present, key=lambda x: (x.line, x.offer))}
    return Arranged(lines, offers, pairs, tuple(_rows(problem, lines, offers, pairs)), locks, present, left_out)


def _rows(
    problem: PlanProblem, lines: dict[str, NeededLine], offers: dict[str, PlannedOffer], pairs: dict[Pair, Bounded]
) -> Iterator[PlanRow]:
    of_line: dict[str, list[Bounded]] = defaultdict(list)
    of_offer: dict[str, list[Bounded]] = defaultdict(list)
    for pair in pairs.values():
        of_line[pair.line].append(pair)
        of_offer[pair.offer].append(pair)
    for name, found in of_line.items():
        yield PlanRow("line_amount", name, lines[name].amount, tuple(((p.line, p.offer), 1) for p in found))
    for name in sorted(of_offer):
        for capacity, room in sorted(offers[name].capacities.items()):
            marks = sorted((m for m in offers[name].earmarks if m.capacity == capacity), key=lambda m: m.id)
            yield from _of_capacity(f"{name}/{capacity}", capacity, room, marks, of_offer[name], lines)
    for cap in sorted(problem.caps, key=lambda x: x.id):
        chosen = [p for p in pairs.values() if _selected(cap, p, lines, offers)]
        if cap.of == "lines":
            yield PlanRow("cap", cap.id, cap.most, tuple(((p.line, p.offer), 1) for p in chosen), counted=True)
        else:
            yield PlanRow("cap", cap.id, cap.most, _using(chosen, cap.of))


def _using(pairs: list[Bounded], capacity: str) -> tuple[tuple[Pair, int], ...]:
    return tuple(((p.line, p.offer), p.uses[capacity]) for p in pairs if capacity in p.uses)


def _of_capacity(
    name: str, capacity: str, room: int, marks: list[Earmark], pairs: list[Bounded], lines: dict[str, NeededLine]
) -> Iterator[PlanRow]:
    yield PlanRow("capacity", name, room, _using(pairs, capacity))
    fitting = {p.line: {m.id for m in marks if p.line in m.lines or lines[p.line].region in m.regions} for p in pairs}
    sizes = {m.id: m.amount for m in marks}
    free = room - sum(sizes.values())
    for count in range(len(marks)):
        for some in combinations(sorted(sizes), count):
            inside = [p for p in pairs if fitting[p.line] <= set(some)]
            most = free + sum(sizes[one] for one in some)
            yield PlanRow("earmark", "+".join((name, *some)), most, _using(inside, capacity))


def _selected(cap: PlanCap, pair: Bounded, lines: dict[str, NeededLine], offers: dict[str, PlannedOffer]) -> bool:
    return (
        (not cap.offers or pair.offer in cap.offers)
        and (not cap.parties or offers[pair.offer].party in cap.parties)
        and (not cap.lines or pair.line in cap.lines)
        and (not cap.regions or lines[pair.line].region in cap.regions)
    )
