"""The plan in its plainest form: every plan there is, held against the problem's own words. For problems of a few pairs."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from services.matching.plan.problem import PlannedOffer, PlanProblem

Given = dict[tuple[str, str], int]
Level = tuple[int, Fraction, int, int]


def plans(problem: PlanProblem) -> Iterator[Given]:
    """Every plan that keeps all rules."""
    amounts = {line.id: line.amount for line in problem.lines}
    choices = [range(amounts[pair.line] + 1) for pair in problem.pairs]
    for chosen in product(*choices):
        pairs = zip(problem.pairs, chosen, strict=True)
        given = {(pair.line, pair.offer): amount for pair, amount in pairs if amount}
        if keeps(problem, given):
            yield given


def keeps(problem: PlanProblem, given: Given) -> bool:
    """Whether a plan keeps every rule, each read as docs/plan.md says it."""
    lines, offers = {x.id: x for x in problem.lines}, {x.id: x for x in problem.offers}
    pairs = {(x.line, x.offer): x for x in problem.pairs}
    used: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    got: dict[str, int] = defaultdict(int)
    for (line, offer), amount in given.items():
        pair = pairs[line, offer]
        if amount < max(pair.least, lines[line].least, offers[offer].least) or amount > (pair.most or amount):
            return False
        if lines[line].indivisible and amount != lines[line].amount:
            return False
        if any(x.line in (None, line) and x.offer in (None, offer) for x in problem.exclusions):
            return False
        got[line] += amount
        for name, each in pair.uses.items():
            used[offer, name][line] = each * amount
    if any(amount > lines[line].amount for line, amount in got.items()):
        return False
    if any(given.get((x.line, x.offer), 0) != x.amount for x in problem.locks):
        return False
    if any(not _pays(offers[offer], name, by_line, lines) for (offer, name), by_line in used.items()):
        return False
    return all(_under(cap, given, pairs, lines, offers) for cap in problem.caps)


def _pays(offer: PlannedOffer, name: str, by_line: dict[str, int], lines: dict[str, Any]) -> bool:
    """Whether each unit that is used finds a unit of a pot that may pay for it; units are tried one by one."""
    marks = [x for x in offer.earmarks if x.capacity == name]
    pots: list[Any] = [mark for mark in marks for _ in range(mark.amount)]
    pots += [None] * (offer.capacities[name] - len(pots))
    units = [line for line, count in by_line.items() for _ in range(count)]
    paid: dict[int, int] = {}

    def find(unit: int, seen: set[int]) -> bool:
        for number, pot in enumerate(pots):
            fits = pot is None or units[unit] in pot.lines or lines[units[unit]].region in pot.regions
            if fits and number not in seen:
                seen.add(number)
                if number not in paid or find(paid[number], seen):
                    paid[number] = unit
                    return True
        return False

    return len(units) <= len(pots) and all(find(unit, set()) for unit in range(len(units)))


def _under(cap: Any, given: Given, pairs: dict[Any, Any], lines: dict[str, Any], offers: dict[str, Any]) -> bool:
    total = 0
    for (line, offer), amount in given.items():
        inside = line in (cap.lines or [line]) and offer in (cap.offers or [offer])
        inside = inside and lines[line].region in (cap.regions or [lines[line].region])
        inside = inside and offers[offer].party in (cap.parties or [offers[offer].party])
        if inside:
            total += 1 if cap.of == "lines" else pairs[line, offer].uses.get(cap.of, 0) * amount
    return total <= cap.most


def level(problem: PlanProblem, given: Given) -> Level:
    """Lines covered, share of the worst-off region, value, changes with a minus: larger is better."""
    got: dict[str, int] = defaultdict(int)
    for (line, _), amount in given.items():
        got[line] += amount
    regions: dict[str, list[bool]] = defaultdict(list)
    for wanted in problem.lines:
        regions[wanted.region].append(got[wanted.id] == wanted.amount)
    value = 0
    for pair in problem.pairs:
        each = pair.value + sum(problem.weights[name] * points for name, points in pair.signals.items())
        value += each * given.get((pair.line, pair.offer), 0)
    present = {(x.line, x.offer): x.amount for x in problem.present}
    changed = sum(present.get(pair, 0) != given.get(pair, 0) for pair in {*present, *given})
    covered = sum(sum(one) for one in regions.values())
    return covered, min((Fraction(sum(x), len(x)) for x in regions.values()), default=Fraction(1)), value, -changed


def best(problem: PlanProblem) -> Level | None:
    """The best level of all plans; none when no plan keeps all rules."""
    return max((level(problem, given) for given in plans(problem)), default=None)
