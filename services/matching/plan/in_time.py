"""The plan of a large program, whatever the solver makes of its time limit: in a process that is ended when time is up (WM 11)."""

import multiprocessing
from collections.abc import Callable
from time import monotonic

from services.matching.plan.arranged import Arranged, Pair
from services.matching.plan.first_plan import first_plan
from services.matching.plan.mixed import Mixed, solve_mixed

LARGE = 2_000
"""Pairs from which a solver gets a process of its own: of smaller programs it keeps its limit."""

Tell = Callable[[dict[Pair, int]], None]
Solver = Callable[[Arranged, float, dict[Pair, int], Tell], Mixed]


def solve_in_time(arranged: Arranged, seconds: float, large: int = LARGE, solver: Solver = solve_mixed) -> Mixed:
    """The best plan found in the time: of the last level that was ended, or the first one there was. Bounds of none are empty."""
    began, found = monotonic(), Mixed(first_plan(arranged), proven=False, bounds={})
    if len(arranged.pairs) < large:
        return solver(arranged, seconds, found.given, lambda given: None)
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(
        target=lambda: there.send(
            solver(arranged, seconds, found.given, lambda one: there.send(Mixed(one, proven=False, bounds={})))
        )
    )
    process.start()
    there.close()
    try:
        while here.poll(max(0.0, began + seconds - monotonic())):
            found = here.recv()
    except EOFError:  # it has said all that it had to say
        process.join()
        if process.exitcode:
            raise SolverEnded(f"the solver ended with {process.exitcode}") from None
    finally:
        process.kill()
        process.join()
    return found


class SolverEnded(RuntimeError):
    """The solver ended without an answer: a fault of it, never of the problem."""
