"""``python -m services.intake rules [--compare A B] [--json]``: rule sets with their days, and what would change (WM 21)."""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from typing import Any

from services.intake.criteria.rule_sets import MovedFinding, RuleSets
from services.intake.domain.ports import RuleSet
from services.intake.queries.comparing_rules import ComparedRequest, compared
from services.intake.queries.told_rules import told_rules
from shared.contracts.shapes.support_request import CriterionFinding
from shared.runtime.clock import Clock
from shared.runtime.db.database import Database


def rules_command(database: Database, rules: RuleSets, clock: Clock) -> Callable[[Sequence[str]], int]:
    """The command. Exit status 2: a name that no rule set has."""

    def run(arguments: Sequence[str]) -> int:
        parser = argparse.ArgumentParser(prog="python -m services.intake rules")
        parser.add_argument("--compare", nargs=2, metavar=("A", "B"), help="names of two rule sets")
        parser.add_argument("--json", action="store_true", help="one object a line")
        asked = parser.parse_args(arguments)
        if asked.compare is None:
            _print([one.model_dump(mode="json") for one in told_rules(rules, clock.now())], asked.json)
            return 0
        names = ", ".join(one.name for one in rules.all)
        before, after = (rules.named(name) for name in asked.compare)
        if before is None or after is None:
            print(f"There are the rule sets: {names}", file=sys.stderr)
            return 2
        _print(asyncio.run(_listed(database, before, after)), asked.json)
        return 0

    return run


def said(one: ComparedRequest) -> dict[str, Any]:
    """A request with each criterion before and after."""
    return {
        "request_id": one.request_id, "reference": one.reference, "rule_set": one.held,
        "differing": [_moved(moved) for moved in one.moved],
    }  # fmt: skip


def _moved(one: MovedFinding) -> dict[str, Any]:
    return {"paragraph": one.paragraph, "before": _finding(one.before), "after": _finding(one.after)}


def _finding(one: CriterionFinding | None) -> dict[str, Any] | None:
    return None if one is None else {"outcome": one.outcome, "reason": one.reason}


async def _listed(database: Database, before: RuleSet, after: RuleSet) -> list[dict[str, Any]]:
    try:
        return [said(one) async for one in compared(database, before, after)]
    finally:
        await database.dispose()


def _print(rows: Sequence[dict[str, Any]], as_json: bool) -> None:
    for row in rows:
        if as_json:
            print(json.dumps(row, ensure_ascii=False))
        elif "reference" in row:
            print(row["reference"], f"found by {row['rule_set']}")
            for one in row["differing"]:
                sides = (f"{side['outcome']} ({side['reason']})" if side else "no such criterion"
                         for side in (one["before"], one["after"]))  # fmt: skip
                print(f"  WM {one['paragraph']}: " + " -> ".join(sides))
        else:
            print(row["rule_set"], f"from {row['holds_from']}", f"by {row['decided_by'] or 'the document'}")
            print(f"  {row['words']['en']}", "  criteria: " + ", ".join(map(_measured, row["criteria"])), sep="\n")


def _measured(one: dict[str, Any]) -> str:
    return str(one["paragraph"]) + "".join(f" ({name} {value})" for name, value in one["measures"].items())
