"""Why a line is not wholly covered by a plan (WM 11): said by code, with the lines that stand in its way."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from services.matching.plan.arranged import Arranged, Bounded, Pair
from services.matching.plan.measures import totals

NAMED = 5


def unmet(arranged: Arranged, given: Mapping[Pair, int]) -> list[dict[str, Any]]:
    """Each line that lacks something: how much, why, and lines that are given what could have served it."""
    possible: dict[str, list[Bounded]] = defaultdict(list)
    for pair in arranged.pairs.values():
        possible[pair.line].append(pair)
    barred: dict[str, set[str]] = defaultdict(set)
    for (line, _), why in arranged.left_out.items():
        barred[line].add(why)
    served: dict[str, list[str]] = defaultdict(list)
    for line, offer in sorted(given):
        served[offer].append(line)
    found = []
    for name, got in totals(arranged, given).items():
        lacks = arranged.lines[name].amount - got
        if lacks:
            code = _why(arranged.lines[name].amount, arranged.lines[name].indivisible, possible[name], barred[name])
            others = {line for pair in possible[name] for line in served[pair.offer]} - {name}
            taken = sorted(others)[:NAMED] if code == "taken_by_others" else []
            found.append({"line": name, "lacks": lacks, "code": code, "taken_by": taken})
    return found


def _why(amount: int, indivisible: bool, possible: list[Bounded], barred: set[str]) -> str:
    if not possible:
        return min(barred, default="no_possible_pair")
    alone = max(p.most for p in possible) if indivisible else sum(p.most for p in possible)
    return "taken_by_others" if alone >= amount else "too_little_offered"
