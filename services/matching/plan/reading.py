"""Reads a problem and names every fault by place and code (WM 11); nothing is planned from a problem with faults."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from services.matching.plan.problem import PlanProblem, WhatIf

Read = TypeVar("Read", bound=BaseModel)


class PlanFault(NamedTuple):
    """One fault: a JSON pointer into the file, a code, words."""

    pointer: str
    code: str
    message: str


class FaultyPlan(Exception):
    """A problem that cannot be planned."""

    def __init__(self, faults: Iterable[PlanFault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(f"{at or '/'}: {code}: {words}" for at, code, words in self.faults))


def read_problem(given: Any) -> PlanProblem:
    """A checked problem. Raises FaultyPlan."""
    problem = _typed(PlanProblem, given)
    if faults := list(_faults(problem)):
        raise FaultyPlan(faults)
    return problem


def read_what_if(given: Any, problem: PlanProblem) -> PlanProblem:
    """The problem as it is under a what-if. Raises FaultyPlan; places of a what-if are those of its own file."""
    asked = _typed(WhatIf, given)
    lines, offers = {one.id for one in problem.lines}, {one.id for one in problem.offers}
    faults = [
        _unknown(f"/withdraw_lines/{n}", "line", one) for n, one in enumerate(asked.withdraw_lines) if one not in lines
    ]
    faults += [
        _unknown(f"/withdraw_offers/{n}", "offer", one)
        for n, one in enumerate(asked.withdraw_offers)
        if one not in offers
    ]
    if faults:
        raise FaultyPlan(faults)
    changed = _changed(problem, asked)
    if found := list(_faults(changed)):
        raise FaultyPlan(found)
    return changed


def _changed(problem: PlanProblem, asked: WhatIf) -> PlanProblem:
    gone_lines, gone_offers = set(asked.withdraw_lines), set(asked.withdraw_offers)

    def stays(one: Any) -> bool:
        return one.line not in gone_lines and one.offer not in gone_offers

    return problem.model_copy(
        update={
            "lines": tuple(one for one in problem.lines if one.id not in gone_lines) + asked.add_lines,
            "offers": tuple(one for one in problem.offers if one.id not in gone_offers) + asked.add_offers,
            "pairs": tuple(filter(stays, problem.pairs)) + asked.add_pairs,
            "locks": tuple(filter(stays, problem.locks)) + asked.locks,
            "exclusions": tuple(filter(stays, problem.exclusions)) + asked.exclusions,
            "weights": problem.weights if asked.weights is None else asked.weights,
            "caps": tuple(one for one in problem.caps if not _emptied(one, gone_lines, gone_offers)),
        }
    )


def _emptied(cap: Any, lines: set[str], offers: set[str]) -> bool:
    """A cap over nothing that is left would otherwise be a cap over all."""
    return bool(cap.lines and set(cap.lines) <= lines) or bool(cap.offers and set(cap.offers) <= offers)


def _typed(shape: type[Read], given: Any) -> Read:
    try:
        return shape.model_validate(given)
    except ValidationError as fault:
        raise FaultyPlan(
            PlanFault("".join(f"/{_escaped(part)}" for part in one["loc"]), one["type"], one["msg"])
            for one in fault.errors(include_url=False, include_input=False)
        ) from fault


def _escaped(part: int | str) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")


def _unknown(pointer: str, kind: str, name: str) -> PlanFault:
    return PlanFault(pointer, f"unknown_{kind}", f"there is no {kind} {name!r}")


def _twice(pointer: str, keys: Iterable[Any]) -> Iterator[PlanFault]:
    seen: set[Any] = set()
    for number, one in enumerate(keys):
        if one in seen:
            yield PlanFault(f"{pointer}/{number}", "given_twice", f"{one!r} stands before already")
        seen.add(one)


def _faults(problem: PlanProblem) -> Iterator[PlanFault]:
    yield from _twice("/lines", (one.id for one in problem.lines))
    yield from _twice("/offers", (one.id for one in problem.offers))
    yield from _twice("/caps", (one.id for one in problem.caps))
    for name in ("pairs", "locks", "present"):
        yield from _twice(f"/{name}", ((one.line, one.offer) for one in getattr(problem, name)))
    lines = {one.id: one for one in problem.lines}
    offers = {one.id: one for one in problem.offers}
    for n, line in enumerate(problem.lines):
        if line.least > line.amount:
            yield PlanFault(f"/lines/{n}/least", "least_above_amount", f"{line.least} is more than {line.amount}")
    for n, pair in enumerate(problem.pairs):
        yield from _of_pair(f"/pairs/{n}", pair, lines, offers, problem.weights)
    yield from _of_earmarks(problem, lines)
    pairs = {(one.line, one.offer) for one in problem.pairs}
    for n, lock in enumerate(problem.locks):
        if (lock.line, lock.offer) not in pairs:
            yield PlanFault(f"/locks/{n}", "unknown_pair", f"{lock.offer!r} is no possible pair of {lock.line!r}")
    for n, one in enumerate(problem.exclusions):
        if one.line is None and one.offer is None:
            yield PlanFault(f"/exclusions/{n}", "names_nothing", "a line, an offer or both are meant")
        if one.line is not None and one.line not in lines:
            yield _unknown(f"/exclusions/{n}/line", "line", one.line)
        if one.offer is not None and one.offer not in offers:
            yield _unknown(f"/exclusions/{n}/offer", "offer", one.offer)
    yield from _of_caps(problem, lines, offers)


def _of_pair(at: str, pair: Any, lines: dict[str, Any], offers: dict[str, Any], weights: Any) -> Iterator[PlanFault]:
    if pair.line not in lines:
        yield _unknown(f"{at}/line", "line", pair.line)
    if pair.offer not in offers:
        yield _unknown(f"{at}/offer", "offer", pair.offer)
    else:
        for name in pair.uses:
            if name not in offers[pair.offer].capacities:
                yield _unknown(f"{at}/uses/{_escaped(name)}", "capacity", name)
    if pair.most is not None and pair.most < pair.least:
        yield PlanFault(f"{at}/most", "most_below_least", f"{pair.most} is less than {pair.least}")
    for name in pair.signals:
        if name not in weights:
            yield PlanFault(f"{at}/signals/{_escaped(name)}", "unknown_weight", f"there is no weight of {name!r}")


def _of_earmarks(problem: PlanProblem, lines: dict[str, Any]) -> Iterator[PlanFault]:
    regions = {one.region for one in problem.lines}
    for n, offer in enumerate(problem.offers):
        total: dict[str, int] = {}
        for m, mark in enumerate(offer.earmarks):
            at = f"/offers/{n}/earmarks/{m}"
            total[mark.capacity] = total.get(mark.capacity, 0) + mark.amount
            if mark.capacity not in offer.capacities:
                yield _unknown(f"{at}/capacity", "capacity", mark.capacity)
            elif total[mark.capacity] > offer.capacities[mark.capacity]:
                words = f"{total[mark.capacity]} are ear-marked of {offer.capacities[mark.capacity]}"
                yield PlanFault(f"{at}/amount", "earmarked_above_capacity", words)
            if not mark.regions and not mark.lines:
                yield PlanFault(at, "names_nothing", "regions or lines are meant")
            yield from (
                _unknown(f"{at}/regions/{k}", "region", x) for k, x in enumerate(mark.regions) if x not in regions
            )
            yield from (_unknown(f"{at}/lines/{k}", "line", x) for k, x in enumerate(mark.lines) if x not in lines)


def _of_caps(problem: PlanProblem, lines: dict[str, Any], offers: dict[str, Any]) -> Iterator[PlanFault]:
    names = {name for one in problem.offers for name in one.capacities}
    known: dict[str, Any] = {
        "lines": lines, "offers": offers, "regions": {one.region for one in problem.lines},
        "parties": {one.party for one in problem.offers},
    }  # fmt: skip
    for n, cap in enumerate(problem.caps):
        if cap.of != "lines" and cap.of not in names:
            yield _unknown(f"/caps/{n}/of", "capacity", cap.of)
        for field, there in known.items():
            kind = "party" if field == "parties" else field[:-1]
            for k, one in enumerate(getattr(cap, field)):
                if one not in there:
                    yield _unknown(f"/caps/{n}/{field}/{k}", kind, one)
