"""Published instances with known optima (WM 11)."""

from collections.abc import Callable
from typing import Any

import pytest

from services.matching.plan.planning import make_plan
from services.matching.plan.reading import read_problem
from tests.unit.matching.plan import published

KNOWN = {
    "assignment": (published.assignment, "flow", 4, -published.LEAST_HOURS),
    "transportation": (published.transportation, "mixed_integer", 4, -published.LEAST_FREIGHT),
    "generalised assignment": (published.generalised_assignment, "mixed_integer", 15, published.MOST_GAIN),
    "knapsack of ten dimensions": (published.knapsack, "mixed_integer", 0, published.MOST_PROFIT),
}


@pytest.mark.parametrize(("made", "method", "covered", "value"), KNOWN.values(), ids=KNOWN)
def test_the_known_optimum_is_found(made: Callable[[], dict[str, Any]], method: str, covered: int, value: int) -> None:
    plan = make_plan(read_problem(made()))
    assert (plan["method"], plan["status"]) == (method, "optimal")
    assert (plan["reached"]["covered"], plan["reached"]["value"]) == (covered, value)
    assert plan["bounds"]["value"] == pytest.approx(value, rel=1e-6)
