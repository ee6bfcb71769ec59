"""The plan as a mixed-integer program, for everything that is no flow (WM 11): four solves by HiGHS, one for each level.

Each level's result is a bound of the next. One thread and one seed: the same input gives the same plan. What HiGHS says is
rounded, and held against the rules in whole numbers by who calls this.
"""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

import highspy
import numpy as np

from services.matching.plan.arranged import Arranged, Pair
from services.matching.plan.measures import by_region, reached

OPTIONS = {
    "output_flag": False, "threads": 1, "random_seed": 1, "mip_rel_gap": 0.0, "mip_abs_gap": 1e-6,
    "mip_feasibility_tolerance": 1e-9, "primal_feasibility_tolerance": 1e-9, "dual_feasibility_tolerance": 1e-9,
}  # fmt: skip

PARTS_OF_TIME = (0.4, 0.6, 0.9, 1.0)
"""By when each level ends, as parts of the whole time, so that a hard level leaves some for those after it."""


class Mixed(NamedTuple):
    """A plan and, of each level in turn, the bound that no plan passes; proven when every level reaches its own."""

    given: dict[Pair, int]
    proven: bool
    bounds: dict[str, float]


@dataclass
class _Rows:
    """Columns and rows as they are collected."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[float, float, dict[int, float]]] = field(default_factory=list)

    def column(self, lower: float, upper: float, whole: bool = True) -> int:
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.lower) - 1

    def row(self, lower: float, upper: float, terms: Mapping[int, float]) -> None:
        self.rows.append((lower, upper, dict(terms)))


def _silent_solver() -> Any:
    """A solver. HiGHS says its name on the standard output when it is made, before it can be told not to."""
    sys.stdout.flush()
    kept = os.dup(1)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        try:
            return highspy.Highs()  # type: ignore[no-untyped-call]
        finally:
            os.dup2(kept, 1)
            os.close(kept)


class _Program:
    """The columns: amounts, whether a pair gives, whether a line is covered."""

    def __init__(self, arranged: Arranged) -> None:
        self.arranged, self.made = arranged, _Rows()
        self.gives: dict[Pair, tuple[int, int]] = {}
        """Of each pair, the column that is 1 when it gives, and the column of the amount (the same where one follows)."""
        for pair, bounds in arranged.pairs.items():
            lock = arranged.locks.get(pair)
            on = self.made.column(0 if lock is None else 1, 1)
            if bounds.least == bounds.most and lock is None:
                self.gives[pair] = on, on
                continue
            amount = self.made.column(lock or 0, lock or bounds.most)
            self.gives[pair] = on, amount
            self.made.row(0, highspy.kHighsInf, {amount: 1, on: -bounds.least})
            self.made.row(-highspy.kHighsInf, 0, {amount: 1, on: -bounds.most})
        self.covers = {name: self.made.column(0, 1) for name in arranged.lines}
        self._bounds()

    def amount(self, pair: Pair, weight: float = 1) -> tuple[int, float]:
        """Column and coefficient of a pair's amount."""
        on, amount = self.gives[pair]
        return amount, weight * (self.arranged.pairs[pair].most if on == amount else 1)

    def _bounds(self) -> None:
        given: dict[str, dict[int, float]] = {name: {} for name in self.arranged.lines}
        for pair in self.gives:
            column, weight = self.amount(pair)
            given[pair[0]][column] = weight
        for name, terms in given.items():
            self.made.row(0, highspy.kHighsInf, terms | {self.covers[name]: -self.arranged.lines[name].amount})
        for row in self.arranged.rows:
            if row.counted:
                terms = {self.gives[pair][0]: float(weight) for pair, weight in row.terms}
            else:
                terms = dict(self.amount(pair, weight) for pair, weight in row.terms)
            self.made.row(-highspy.kHighsInf, row.most, terms)

    def regions(self) -> dict[str, dict[int, float]]:
        """Of each region the columns of its lines."""
        found: dict[str, dict[int, float]] = {}
        for name, line in self.arranged.lines.items():
            found.setdefault(line.region, {})[self.covers[name]] = 1
        return found

    def value(self) -> dict[int, float]:
        return dict(self.amount(pair, self.arranged.pairs[pair].value) for pair in self.gives)

    def changes(self) -> dict[int, float]:
        """Columns that are 1 where a pair's amount differs from the present plan's."""
        found: dict[int, float] = {}
        for pair, (on, _) in self.gives.items():
            now, bounds = self.arranged.present.get(pair, 0), self.arranged.pairs[pair]
            if not now:
                found[on] = 1
                continue
            can_stay = bounds.least <= now <= bounds.most
            differs = self.made.column(0 if can_stay else 1, 1)
            found[differs] = 1
            if can_stay:
                column, weight = self.amount(pair)
                self.made.row(-highspy.kHighsInf, now, {column: weight, differs: -float(bounds.most - now)})
                self.made.row(now, highspy.kHighsInf, {column: weight, differs: float(now)})
        return found

    def best(self, goal: dict[int, float], start: dict[Pair, int], until: float) -> tuple[dict[Pair, int], float, bool]:
        """The plan with the largest goal, the bound, and whether HiGHS calls it optimal. ``start`` if it finds none in time."""
        solver = _silent_solver()
        for name, value in OPTIONS.items():
            solver.setOptionValue(name, value)
        solver.setOptionValue("time_limit", max(until - monotonic(), 0.01))
        solver.passModel(self._model(goal))
        self._begin(solver, start)
        solver.run()
        info = solver.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return start, float(info.mip_dual_bound), False
        values = solver.getSolution().col_value
        optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        found = {pair: round(values[column] * weight) for pair in self.gives for column, weight in [self.amount(pair)]}
        return {pair: amount for pair, amount in found.items() if amount}, float(info.mip_dual_bound), optimal

    def _begin(self, solver: Any, start: dict[Pair, int]) -> None:
        """What is known already, as a plan to begin from."""
        known = [(on, float(pair in start)) for pair, (on, _) in self.gives.items()]
        known += [(x, float(start.get(pair, 0))) for pair, (on, x) in self.gives.items() if x != on]
        columns = np.array([one for one, _ in known], dtype=np.int32)
        solver.setSolution(len(known), columns, np.array([one for _, one in known], dtype=np.double))

    def _model(self, goal: dict[int, float]) -> Any:
        made, model = self.made, highspy.HighsLp()
        cost = np.zeros(len(made.lower))
        cost[list(goal)] = list(goal.values())
        model.num_col_, model.num_row_ = len(made.lower), len(made.rows)
        model.sense_, model.col_cost_ = highspy.ObjSense.kMaximize, cost
        model.col_lower_, model.col_upper_ = np.array(made.lower, dtype=float), np.array(made.upper, dtype=float)
        model.row_lower_ = np.array([low for low, _, _ in made.rows], dtype=float)
        model.row_upper_ = np.array([high for _, high, _ in made.rows], dtype=float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(terms) for _, _, terms in made.rows)])
        model.a_matrix_.index_ = np.array([n for _, _, terms in made.rows for n in terms], dtype=np.int32)
        model.a_matrix_.value_ = np.array([x for _, _, terms in made.rows for x in terms.values()], dtype=float)
        kinds = highspy.HighsVarType
        model.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in made.whole]
        return model


def solve_mixed(
    arranged: Arranged, seconds: float, first: dict[Pair, int], tell: Callable[[dict[Pair, int]], None]
) -> Mixed:
    """The best plan that is found in the time, for a problem whose locks can be kept.

    It begins from ``first``, which keeps every rule; ``tell`` hears the plan of each level that is ended.
    """
    began, bounds = monotonic(), dict[str, float]()
    program = _Program(arranged)
    ends = [began + seconds * share for share in PARTS_OF_TIME]
    inf = highspy.kHighsInf
    lines = dict.fromkeys(program.covers.values(), 1.0)
    given, bounds["covered"], most = program.best(lines, first, ends[0])
    tell(given)
    program.made.row(reached(arranged, given).covered, inf, lines)

    share = program.made.column(0, 1, whole=False)
    regions = program.regions()
    sizes = {region: len(terms) for region, terms in regions.items()}
    for region, terms in regions.items():
        program.made.row(0, inf, {**terms, share: -sizes[region]})
    given, bounds["worst_off"], second = program.best({share: 1.0}, given, ends[1])
    tell(given)
    level = min((Fraction(a, b) for a, b in by_region(arranged, given).values()), default=Fraction(1))
    program.made.upper[share] = 0
    for region, terms in regions.items():
        program.made.row(ceil(level * sizes[region]), inf, terms)

    value = program.value()
    given, bounds["value"], third = program.best(value, given, ends[2])
    tell(given)
    program.made.row(reached(arranged, given).value, inf, value)

    changes = {column: -weight for column, weight in program.changes().items()}
    given, bound, fourth = program.best(changes, given, ends[3])
    gone = sum(pair not in arranged.pairs for pair in arranged.present)
    bounds["changes"] = gone - bound
    return Mixed(given, most and second and third and fourth, bounds)
