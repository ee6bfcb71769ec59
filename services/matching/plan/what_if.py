"""Two plans side by side (WM 11): the problem as it is, and as it would be; what is followed now is the first plan."""

from typing import Any

from services.matching.plan.planning import SECONDS, changes, make_plan
from services.matching.plan.problem import GivenPart, PlanProblem


def side_by_side(first: PlanProblem, second: PlanProblem, seconds: float = SECONDS) -> dict[str, Any]:
    """Both plans and what differs. The second keeps as much of the first as its levels allow."""
    plan = make_plan(first, seconds)
    if "parts" not in plan:
        return {"format": "plan-comparison/1", "first": plan, "second": None, "difference": None}
    present = tuple(GivenPart(**one) for one in plan["parts"])
    other = make_plan(second.model_copy(update={"present": present}), seconds)
    between = None if "parts" not in other else difference(plan, other)
    return {"format": "plan-comparison/1", "first": plan, "second": other, "difference": between}


def difference(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """What differs between two plans as they were told."""
    before, after = _given(first), _given(second)
    moved = changes(before, after)
    regions = {one["region"]: [one, None] for one in first["regions"]}
    for one in second["regions"]:
        regions.setdefault(one["region"], [None, None])[1] = one
    lacking, lacked = {x["line"] for x in second["unmet"]}, {x["line"] for x in first["unmet"]}
    return {
        "covered": second["reached"]["covered"] - first["reached"]["covered"],
        "value": second["reached"]["value"] - first["reached"]["value"],
        "worst_off": [first["reached"]["worst_off"]["fraction"], second["reached"]["worst_off"]["fraction"]],
        "regions": [{"region": name, "first": a, "second": b} for name, (a, b) in sorted(regions.items())],
        "no_longer_covered": sorted(lacking - lacked),
        "newly_covered": sorted(lacked - lacking),
        "changes": moved,
        "offers_that_change": sorted({one["offer"] for one in moved}),
    }


def _given(plan: dict[str, Any]) -> dict[tuple[str, str], int]:
    return {(one["line"], one["offer"]): one["amount"] for one in plan["parts"]}
