"""Makes a plan of a problem (WM 11): arranged, wishes held against each other, solved, held against the rules, told."""

from collections.abc import Mapping
from contextlib import suppress
from time import monotonic
from typing import Any

from services.matching.plan.arranged import Arranged, Pair, arrange
from services.matching.plan.measures import Reached, breaches, by_region, reached
from services.matching.plan.problem import PlanProblem
from services.matching.plan.unmet import unmet
from services.matching.plan.wishes import infeasible_wishes

SECONDS = 60.0


class WrongSolver(RuntimeError):
    """A solver gave a plan that breaks the rules: a fault of ours, never of the problem."""


def make_plan(problem: PlanProblem, seconds: float = SECONDS) -> dict[str, Any]:
    """The plan as plain data. Loads the solver: to be called in a process of its own."""
    arranged = arrange(problem)
    if wishes := infeasible_wishes(arranged):
        return {"format": "plan/1", "status": "infeasible_wishes", "wishes": wishes}
    began = monotonic()
    given, method, proven, bounds = solved(arranged, seconds)
    held(arranged, given)
    return told(arranged, given) | {
        "method": method, "status": "optimal" if proven else "best_found_in_time", "bounds": bounds,
        "seconds": round(monotonic() - began, 3),
    }  # fmt: skip


def solved(arranged: Arranged, seconds: float) -> tuple[dict[Pair, int], str, bool, dict[str, float]]:
    """Amounts, the method, whether it is proven best, and the bounds."""
    from services.matching.plan.flow import is_flow, solve_flow
    from services.matching.plan.in_time import solve_in_time

    if is_flow(arranged):
        # Of values too large for exact sums the program takes over.
        with suppress(ArithmeticError):
            given = solve_flow(arranged)
            found = reached(arranged, given)
            return given, "flow", True, {name: float(getattr(found, name)) for name in Reached._fields}
    mixed = solve_in_time(arranged, seconds)
    return mixed.given, "mixed_integer", mixed.proven, mixed.bounds


def held(arranged: Arranged, given: Mapping[Pair, int]) -> None:
    """Raises WrongSolver for a plan that breaks a rule."""
    if broken := list(breaches(arranged, given)):
        raise WrongSolver("; ".join(f"{code} {name}" for code, name in broken))


def told(arranged: Arranged, given: Mapping[Pair, int]) -> dict[str, Any]:
    """A plan with what it reaches, its differences from the present plan, and why lines are unmet."""
    found = reached(arranged, given)
    return {
        "format": "plan/1",
        "reached": {
            "lines": len(arranged.lines), "covered": found.covered,
            "worst_off": {"share": round(float(found.worst_off), 6), "fraction": str(found.worst_off)},
            "value": found.value, "changes": found.changes,
        },
        "regions": [{"region": x, "covered": whole, "lines": all_} for x, (whole, all_) in by_region(arranged, given).items()],
        "parts": [{"line": line, "offer": offer, "amount": n} for (line, offer), n in sorted(given.items())],
        "changes": changes(arranged.present, given),
        "unmet": unmet(arranged, given),
    }  # fmt: skip


def changes(before: Mapping[Pair, int], after: Mapping[Pair, int]) -> list[dict[str, Any]]:
    """Pairs whose amounts differ, with both amounts."""
    return [
        {"line": pair[0], "offer": pair[1], "before": before.get(pair, 0), "after": after.get(pair, 0)}
        for pair in sorted(before.keys() | after.keys())
        if before.get(pair, 0) != after.get(pair, 0)
    ]
