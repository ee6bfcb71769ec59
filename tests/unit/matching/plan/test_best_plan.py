"""No plan is better than ours: each level held against every plan there is, on small made-up problems (WM 11)."""

import os
from random import Random
from time import monotonic, sleep
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.matching.plan import planning
from services.matching.plan.arranged import arrange
from services.matching.plan.first_plan import first_plan
from services.matching.plan.flow import is_flow
from services.matching.plan.in_time import SolverEnded, solve_in_time
from services.matching.plan.measures import breaches
from services.matching.plan.planning import WrongSolver, held, make_plan, solved
from services.matching.plan.reading import FaultyPlan, read_problem
from services.matching.plan.wishes import infeasible_wishes
from tests.support.made_up_plans import any_problem, flow_problem
from tests.support.plain_plan import Level, best, keeps, level
from tests.unit.matching.plan.published import generalised_assignment

TRIES = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def ours(given_problem: dict[str, Any]) -> Level | None:
    """The level of our plan, which keeps every rule; none for wishes that cannot be kept."""
    problem = read_problem(given_problem)
    made = make_plan(problem)
    if made["status"] == "infeasible_wishes":
        return None
    assert made["status"] == "optimal"
    parts = {(one["line"], one["offer"]): one["amount"] for one in made["parts"]}
    assert keeps(problem, parts)
    return level(problem, parts)


@TRIES
@given(any_problem())
def test_no_plan_is_better(made_up: dict[str, Any]) -> None:
    assert ours(made_up) == best(read_problem(made_up))


@TRIES
@given(flow_problem())
def test_no_plan_of_a_flow_is_better(made_up: dict[str, Any]) -> None:
    problem = read_problem(made_up)
    if not infeasible_wishes(arranged := arrange(problem)):
        assert is_flow(arranged)
    assert ours(made_up) == best(problem)


@TRIES
@given(flow_problem())
def test_a_flow_and_a_program_reach_the_same(made_up: dict[str, Any]) -> None:
    problem = read_problem(made_up)
    arranged = arrange(problem)
    if not infeasible_wishes(arranged):
        mixed = solve_in_time(arranged, 10)
        assert mixed.proven
        assert level(problem, mixed.given) == level(problem, solved(arranged, 10)[0])


@TRIES
@given(st.one_of(any_problem(), flow_problem()), st.integers(0, 1000))
def test_the_order_of_the_file_is_nothing_to_the_plan(made_up: dict[str, Any], seed: int) -> None:
    shuffled = {name: list(one) if isinstance(one, list) else one for name, one in made_up.items()}
    for one in shuffled.values():
        if isinstance(one, list):
            Random(seed).shuffle(one)
    first, second = (make_plan(read_problem(one)) for one in (made_up, shuffled))
    for one in (first, second):
        one.pop("seconds", None)
    assert first == second


WORSE = {
    "covers nothing": lambda arranged, given: dict(arranged.locks),
    "forgets a part": lambda arranged, given: dict(list(given.items())[1:]) | arranged.locks,
}


@pytest.mark.control
@pytest.mark.parametrize("worse", WORSE.values(), ids=WORSE)
def test_a_planted_solver_that_is_wrong_is_found(worse: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    right = planning.solved

    def wrong(arranged: Any, seconds: float) -> Any:
        given_parts, method, proven, bounds = right(arranged, seconds)
        return worse(arranged, given_parts), method, proven, bounds

    monkeypatch.setattr(planning, "solved", wrong)
    with pytest.raises(AssertionError):
        test_no_plan_of_a_flow_is_better()


@pytest.mark.control
def test_a_plan_that_breaks_a_rule_is_never_told() -> None:
    problem = read_problem(
        {"format": "plan-problem/1", "lines": [{"id": "a", "region": "r"}],
         "offers": [{"id": "x", "capacities": {"people": 1}}], "pairs": [{"line": "a", "offer": "x", "uses": {"people": 1}}]}
    )  # fmt: skip
    arranged = arrange(problem)
    with pytest.raises(WrongSolver, match="part a/x"):
        held(arranged, {("a", "x"): 2})


def _forever(arranged: Any, seconds: float, first: Any, tell: Any) -> Any:
    tell({("l", "told"): 1})
    sleep(600)


def _dead(arranged: Any, seconds: float, first: Any, tell: Any) -> Any:
    os._exit(3)


@TRIES
@given(any_problem())
def test_what_a_solver_begins_from_keeps_every_rule(made_up: dict[str, Any]) -> None:
    arranged = arrange(read_problem(made_up))
    if not infeasible_wishes(arranged):
        assert list(breaches(arranged, first_plan(arranged))) == []


@settings(TRIES, max_examples=5)
@given(any_problem())
def test_a_process_of_its_own_says_the_same(made_up: dict[str, Any]) -> None:
    arranged = arrange(read_problem(made_up))
    if not infeasible_wishes(arranged):
        assert solve_in_time(arranged, 60, large=0) == solve_in_time(arranged, 60)


def test_a_solver_that_keeps_no_limit_is_ended_and_what_it_found_stands() -> None:
    arranged = arrange(read_problem(generalised_assignment()))
    began = monotonic()
    found = solve_in_time(arranged, 2, large=0, solver=_forever)
    assert (found.given, found.proven, found.bounds) == ({("l", "told"): 1}, False, {})
    assert monotonic() - began < 300
    with pytest.raises(SolverEnded, match="3"):
        solve_in_time(arranged, 60, large=0, solver=_dead)


def test_a_faulty_problem_is_not_planned() -> None:
    with pytest.raises(FaultyPlan):
        read_problem({"format": "plan-problem/1"})
