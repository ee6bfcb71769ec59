"""A plan of what stands on the board, and a second one beside it, each told in the board's own names and amounts (WM 6, 11).

Loads the solver: for a process of its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any, NamedTuple

import orjson

from services.matching.domain.allocation import (
    Grains,
    LineName,
    PlanDifference,
    PlanLines,
    PlanMoved,
    PlannedLine,
    PlannedPart,
    PlanReached,
    RegionReached,
)
from services.matching.plan.of_board import ONE, Board, name_of, named, problem_of
from services.matching.plan.planning import make_plan
from services.matching.plan.problem import GivenPart, PlanProblem
from services.matching.plan.reading import FaultyPlan, PlanFault, read_problem, read_what_if
from services.matching.plan.what_if import difference


class Planned(NamedTuple):
    """What a plan says of itself, its lines, and what a second plan beside it is made from."""

    said: dict[str, Any]
    lines: PlanLines
    kept: dict[str, Any]


def planned(board: Board, most: int, seconds: float, parties: Mapping[str, Any]) -> Planned:
    """The best plan of the board. Raises FaultyPlan."""
    made = problem_of(board, most)
    problem = read_problem(made.problem)
    told = _made(problem, seconds)
    scores = [made.candidates[one["line"], one["offer"]].score for one in made.problem["pairs"]]
    kept = {"problem": made.problem, "grains": {unit: str(one) for unit, one in made.grains.items()}, "scores": scores,
            "told": told, "parties": dict(parties)}  # fmt: skip
    lines = _lines(made.beside, kept, told)
    said = _said(told, made.problem) | {
        "requests": len(board.requests), "offers": len(board.offers), "left_out": dict(made.left_out),
        "moved": _moved(told["changes"], lines, made.grains),
    }  # fmt: skip
    return Planned(said, lines, kept)


def beside(first: PlanLines, kept: Mapping[str, Any], what_if: Mapping[str, Any], seconds: float) -> Planned:
    """A second plan of the same inputs, otherwise in what is said; the first is its present plan. Raises FaultyPlan."""
    grains = {unit: Decimal(one) for unit, one in kept["grains"].items()}
    before = read_problem(kept["problem"])
    asked = read_what_if(_asked(what_if, first, grains, before.weights), before)
    present = tuple(GivenPart(**one) for one in kept["told"]["parts"])
    told = _made(asked.model_copy(update={"present": present}), seconds)
    problem = asked.model_dump(mode="json", exclude_defaults=True)
    there = {one.id for one in asked.lines}
    left = [one for one in first.lines if name_of(one.request_id, one.line_id) in there]
    scores = _scores(kept)
    lines = _lines(PlanLines(lines=tuple(left), offers=first.offers), kept, told)
    said = _said(told, problem) | {"difference": _difference(kept["told"], told, first, grains)}
    again = {"told": told, "problem": problem, "scores": [scores[one.line, one.offer] for one in asked.pairs]}
    return Planned(said, lines, {**kept, **again})


def _made(problem: PlanProblem, seconds: float) -> dict[str, Any]:
    told = make_plan(problem, seconds)
    if "parts" not in told:
        raise FaultyPlan(PlanFault("/locks", one["code"], one["message"]) for one in told["wishes"])
    return told


def _asked(what_if: Mapping[str, Any], first: PlanLines, grains: Grains, weights: Mapping[str, int]) -> dict[str, Any]:
    """A what-if of the board as one of the problem's format. Raises FaultyPlan for a lock that no grain makes."""
    units = {name_of(one.request_id, one.line_id): one.unit for one in first.lines}
    faults, locks = [], []
    for n, lock in enumerate(what_if.get("locks", ())):
        line = name_of(lock["request_id"], lock["line_id"])
        amount = Decimal(lock["amount"]) / grains[units[line]] if line in units else Decimal(0)
        if line not in units:
            faults.append(PlanFault(f"/locks/{n}", "unknown_line", f"there is no line {lock['line_id']!r} in the plan"))
        elif amount != amount.to_integral_value():
            words = f"the plan counts {units[line]} by {grains[units[line]]}"
            faults.append(PlanFault(f"/locks/{n}/amount", "too_fine", words))
        else:
            locks.append({"line": line, "offer": lock["offer_id"], "amount": int(amount)})
    if faults:
        raise FaultyPlan(faults)
    excluded = [
        {"line": name_of(one["request_id"], one["line_id"]) if one.get("line_id") else None, "offer": one.get("offer_id")}
        for one in what_if.get("exclusions", ())
    ]  # fmt: skip
    return {
        "format": "plan-what-if/1",
        "withdraw_offers": list(what_if.get("withdraw_offers", ())),
        "withdraw_lines": [name_of(one["request_id"], one["line_id"]) for one in what_if.get("withdraw_lines", ())],
        "locks": locks, "exclusions": excluded, "weights": {**weights, **what_if.get("weights", {})},
    }  # fmt: skip


def _scores(kept: Mapping[str, Any]) -> dict[tuple[str, str], float]:
    pairs = kept["problem"]["pairs"]
    return {(one["line"], one["offer"]): score for one, score in zip(pairs, kept["scores"], strict=True)}


def _lines(these: PlanLines, kept: Mapping[str, Any], told: Mapping[str, Any]) -> PlanLines:
    """Lines with what each offer would give, in the board's amounts, and why the rest of them is open."""
    grains = {unit: Decimal(one) for unit, one in kept["grains"].items()}
    pairs = {(one["line"], one["offer"]): next(iter(one["uses"])) for one in kept["problem"]["pairs"]}
    proposed = {(one["line"], one["offer"]): one["amount"] for one in kept["problem"].get("present", ())}
    scores, unmet = _scores(kept), {one["line"]: one for one in told["unmet"]}
    given: dict[str, list[tuple[str, int]]] = {}
    for one in told["parts"]:
        given.setdefault(one["line"], []).append((one["offer"], one["amount"]))

    def parts(line: PlannedLine, name: str) -> Iterator[PlannedPart]:
        left, grain = line.amount, grains[line.unit]
        for offer_id, amount in given.get(name, ()):
            gives = min(amount * grain, left)
            left -= gives
            already = min(proposed.get((name, offer_id), 0) * grain, gives)
            yield PlannedPart(
                offer_id=offer_id, reference=these.offers[offer_id].reference, offering_parties=kept["parties"][offer_id],
                offer_line_id=pairs[name, offer_id], amount=gives, proposed=already, score=scores[name, offer_id],
            )  # fmt: skip

    found = []
    for line in these.lines:
        name = name_of(line.request_id, line.line_id)
        mine, lacks = tuple(parts(line, name)), unmet.get(name)
        update: dict[str, Any] = {"parts": mine, "lacks": line.amount - sum((one.amount for one in mine), Decimal(0)),
                                  "why": None, "taken_by": ()}  # fmt: skip
        if lacks is not None:
            update |= {"why": lacks["code"], "taken_by": tuple(_names(lacks["taken_by"]))}
        found.append(line.model_copy(update=update))
    found.sort(key=lambda one: (one.reference, one.line_id))
    return PlanLines(lines=tuple(found), offers=these.offers)


def _names(those: Iterable[str]) -> Iterator[LineName]:
    for request_id, line_id in map(named, those):
        yield LineName(request_id=request_id, line_id=line_id)


def _said(told: Mapping[str, Any], problem: Mapping[str, Any]) -> dict[str, Any]:
    got = told["reached"]
    reached = PlanReached(
        lines=got["lines"], covered=got["covered"], worst_off=got["worst_off"]["share"], changes=got["changes"],
        value=round(got["value"] / ONE, 4), regions=tuple(RegionReached(**one) for one in told["regions"]),
    )  # fmt: skip
    digest = sha256(orjson.dumps(problem, option=orjson.OPT_SORT_KEYS)).hexdigest()
    return {
        "reached": reached, "digest": digest, "method": told["method"], "optimal": told["status"] == "optimal",
        "seconds": told["seconds"],
    }  # fmt: skip


def _share(told: Mapping[str, Any]) -> float:
    return float(told["reached"]["worst_off"]["share"])


def _moved(changes: Iterable[Mapping[str, Any]], lines: PlanLines, grains: Grains) -> tuple[PlanMoved, ...]:
    units = {name_of(one.request_id, one.line_id): one.unit for one in lines.lines}
    found = []
    for one in changes:
        (request_id, line_id), grain = named(one["line"]), grains[units[one["line"]]]
        amounts = {"before": one["before"] * grain, "after": one["after"] * grain}
        found.append(PlanMoved(request_id=request_id, line_id=line_id, offer_id=one["offer"], **amounts))
    return tuple(found)


def _difference(first: dict[str, Any], told: dict[str, Any], lines: PlanLines, grains: Grains) -> PlanDifference:
    found = difference(first, told)

    def region(given: Mapping[str, Any] | None) -> RegionReached | None:
        return None if given is None else RegionReached(**given)

    return PlanDifference(
        covered=found["covered"], value=round(found["value"] / ONE, 4), worst_off=(_share(first), _share(told)),
        regions=tuple((region(one["first"]), region(one["second"])) for one in found["regions"]),
        newly_covered=tuple(_names(found["newly_covered"])), no_longer_covered=tuple(_names(found["no_longer_covered"])),
        moved=_moved(found["changes"], lines, grains), offers_that_change=tuple(found["offers_that_change"]),
    )  # fmt: skip
