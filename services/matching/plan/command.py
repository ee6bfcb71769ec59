"""``python -m services.matching plan --problem FILE [--compare FILE] [--seconds N] [--json]``: a plan outside the system (WM 11).

Exit status 0: a plan; 1: wishes that cannot all be kept, each explained; 2: input that cannot be read or planned.
"""

import argparse
import gc
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from services.matching.plan.planning import SECONDS, make_plan
from services.matching.plan.reading import FaultyPlan, read_problem, read_what_if
from services.matching.plan.what_if import side_by_side
from shared.wording.files import UnreadableWords, read_json


def plan_command(arguments: Sequence[str]) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m services.matching plan")
    parser.add_argument(
        "--problem", type=Path, required=True, help="a file of the format plan-problem/1 (docs/plan.md)"
    )
    parser.add_argument("--compare", type=Path, help="a file of the format plan-what-if/1: two plans side by side")
    parser.add_argument("--seconds", type=_seconds, default=SECONDS, help="time limit of a plan that is no flow")
    parser.add_argument("--json", action="store_true", help="the whole answer as JSON instead of a short table")
    asked = parser.parse_args(arguments)
    # A large problem is some million values that all stay: looking for rubbish among them takes most of the time.
    gc.disable()
    try:
        answer = _answer(asked)
    except FaultyPlan as fault:
        faults = [one._asdict() for one in fault.faults]
        print(json.dumps({"faults": faults}, indent=1) if asked.json else fault, file=sys.stderr)
        return 2
    except (OSError, UnreadableWords) as fault:
        print(fault, file=sys.stderr)
        return 2
    except ModuleNotFoundError as missing:
        words = "the planner has packages of its own: pip install --require-hashes -r requirements/plan.lock"
        print(f"{missing.name} is not installed; {words}", file=sys.stderr)
        return 2
    finally:
        gc.enable()
    print(json.dumps(answer, indent=1, ensure_ascii=False) if asked.json else "\n".join(_table(answer)))
    plans = [answer] if asked.compare is None else [answer["first"], answer["second"]]
    return 1 if any(one is None or one["status"] == "infeasible_wishes" for one in plans) else 0


def _seconds(given: str) -> float:
    seconds = float(given)
    if not 0 < seconds <= 86_400:
        raise argparse.ArgumentTypeError("more than 0 and at most 86400 are meant")
    return seconds


def _answer(asked: argparse.Namespace) -> dict[str, Any]:
    problem = read_problem(read_json(asked.problem))
    if asked.compare is None:
        return make_plan(problem, asked.seconds)
    return side_by_side(problem, read_what_if(read_json(asked.compare), problem), asked.seconds)


def _table(answer: dict[str, Any]) -> list[str]:
    if answer["format"] == "plan-comparison/1":
        return [
            line for name in ("first", "second") for line in (name, *(_table(answer[name]) if answer[name] else ()))
        ]
    if answer["status"] == "infeasible_wishes":
        return [f"{one['code']}: {one['message']}" for one in answer["wishes"]]
    got = answer["reached"]
    levels = f"{got['covered']} of {got['lines']} lines, worst-off region {got['worst_off']['fraction']}"
    lines = [f"{answer['status']} ({answer['method']}): {levels}, value {got['value']}, {got['changes']} changes"]
    lines += [f"  {one['line']} <- {one['offer']}: {one['amount']}" for one in answer["parts"]]
    return lines + [f"  {one['line']} lacks {one['lacks']}: {one['code']}" for one in answer["unmet"]]
