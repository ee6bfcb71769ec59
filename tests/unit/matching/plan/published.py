"""Published instances whose optimum is known, put into the format ``plan-problem/1``.

Assignment and transportation: W. L. Winston, Operations Research (Machineco, Powerco). Generalised assignment: OR-Library, gap1,
first instance (Chu and Beasley, Computers and Operations Research 24, 1997). Knapsack of ten dimensions: OR-Library, mknap1,
first instance (C. C. Petersen, Management Science 13, 1967). Data and optima are facts of these sources.
"""

from typing import Any

HOURS = ((14, 5, 8, 7), (2, 12, 6, 5), (7, 8, 3, 9), (2, 4, 6, 10))
LEAST_HOURS = 15

SUPPLY, DEMAND = (35, 50, 40), (45, 20, 30, 30)
FREIGHT = ((8, 6, 10, 9), (9, 12, 13, 7), (14, 9, 16, 5))
LEAST_FREIGHT = 1020

GAINS = (
    (17, 21, 22, 18, 24, 15, 20, 18, 19, 18, 16, 22, 24, 24, 16),
    (23, 16, 21, 16, 17, 16, 19, 25, 18, 21, 17, 15, 25, 17, 24),
    (16, 20, 16, 25, 24, 16, 17, 19, 19, 18, 20, 16, 17, 21, 24),
    (19, 19, 22, 22, 20, 16, 19, 17, 21, 19, 25, 23, 25, 25, 25),
    (18, 19, 15, 15, 21, 25, 16, 16, 23, 15, 22, 17, 19, 22, 24),
)
LOADS = (
    (8, 15, 14, 23, 8, 16, 8, 25, 9, 17, 25, 15, 10, 8, 24),
    (15, 7, 23, 22, 11, 11, 12, 10, 17, 16, 7, 16, 10, 18, 22),
    (21, 20, 6, 22, 24, 10, 24, 9, 21, 14, 11, 14, 11, 19, 16),
    (20, 11, 8, 14, 9, 5, 6, 19, 19, 7, 6, 6, 13, 9, 18),
    (8, 13, 13, 13, 10, 20, 25, 16, 16, 17, 10, 10, 5, 12, 23),
)
AGENTS = (36, 34, 38, 27, 33)
MOST_GAIN = 336

PROFITS = (100, 600, 1200, 2400, 500, 2000)
ROOMS = (80, 96, 20, 36, 44, 48, 10, 18, 22, 24)
NEEDS = (
    (8, 12, 13, 64, 22, 41), (8, 12, 13, 75, 22, 41), (3, 6, 4, 18, 6, 4), (5, 10, 8, 32, 6, 12), (5, 13, 8, 42, 6, 20),
    (5, 13, 8, 48, 6, 20), (0, 0, 0, 0, 8, 0), (3, 0, 4, 0, 8, 0), (3, 2, 4, 0, 8, 4), (3, 2, 4, 8, 8, 4),
)  # fmt: skip
MOST_PROFIT = 3800


def _problem(lines: list[Any], offers: list[Any], pairs: list[Any]) -> dict[str, Any]:
    return {"format": "plan-problem/1", "lines": lines, "offers": offers, "pairs": pairs}


def _offers(rooms: tuple[int, ...]) -> list[dict[str, Any]]:
    return [{"id": f"offer-{n}", "capacities": {"people": room}} for n, room in enumerate(rooms)]


def _pair(offer: int, line: int, value: int, load: int) -> dict[str, Any]:
    return {"line": f"line-{line:02}", "offer": f"offer-{offer}", "value": value, "uses": {"people": load}}


def assignment() -> dict[str, Any]:
    """Four machines for four jobs: hours are a loss of value."""
    pairs = [_pair(i, j, -hours, 1) for i, row in enumerate(HOURS) for j, hours in enumerate(row)]
    return _problem([{"id": f"line-{n:02}", "region": "r"} for n in range(4)], _offers((1, 1, 1, 1)), pairs)


def transportation() -> dict[str, Any]:
    """Three plants for four cities: parts of a line from several offers."""
    pairs = [_pair(i, j, -cost, 1) for i, row in enumerate(FREIGHT) for j, cost in enumerate(row)]
    lines = [{"id": f"line-{n:02}", "region": "r", "amount": amount} for n, amount in enumerate(DEMAND)]
    return _problem(lines, _offers(SUPPLY), pairs)


def generalised_assignment() -> dict[str, Any]:
    """Fifteen jobs for five agents, each job of its own load and gain with each agent."""
    pairs = [_pair(i, j, GAINS[i][j], LOADS[i][j]) for i in range(5) for j in range(15)]
    return _problem([{"id": f"line-{n:02}", "region": "r"} for n in range(15)], _offers(AGENTS), pairs)


def knapsack() -> dict[str, Any]:
    """Six items of ten capacities. A line asks two where one can be given: so none is covered, and value alone counts."""
    lines = [{"id": f"item-{n}", "region": "r", "amount": 2} for n in range(6)]
    offer = {"id": "fund", "capacities": {f"c{n}": room for n, room in enumerate(ROOMS)}}
    pairs = [
        {"line": f"item-{j}", "offer": "fund", "value": PROFITS[j], "most": 1,
         "uses": {f"c{n}": row[j] for n, row in enumerate(NEEDS)}}
        for j in range(6)
    ]  # fmt: skip
    return _problem(lines, [offer], pairs)
