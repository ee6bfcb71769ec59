"""``python -m tools.bench [GROUP ...]``: takes figures, writes build/bench.json, prints the same as a table."""

import argparse
import asyncio
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from deploy.local.stack import Stack
from shared.runtime.roles import SMALL
from tools.bench import (
    engaged,
    exports,
    federation,
    figures,
    geneva,
    graphql,
    notifications,
    planned,
    ranking,
    readers,
    relay,
    reports,
    second_line,
)
from tools.bench.debezium import figures as debezium
from tools.bench.figures import Figure, figure
from tools.bench.postgraphile import figures as postgraphile
from tools.bench.served import PLENTY

ROOT = Path(__file__).parents[2]


def _demo() -> list[Figure]:
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-m", "deploy.demo", "--smoke"], cwd=ROOT, capture_output=True)
    if done.returncode:
        return [{"name": "demo_s", "value": None, "unit": "s", "goal": "<= 60", "samples": 0}]
    return [figure("demo_s", time.monotonic() - began, "s", "<= 60", 1)]


def _region() -> list[Figure]:
    with (
        tempfile.TemporaryDirectory() as folder,
        Stack("wca", root=Path(folder), roles=SMALL, environment=PLENTY) as stack,
    ):
        return asyncio.run(figures.of_region(stack))


def _accept() -> list[Figure]:
    with (
        tempfile.TemporaryDirectory() as folder,
        Stack("wca", root=Path(folder), services=("intake",), environment=PLENTY) as stack,
    ):
        return asyncio.run(figures.of_intake(stack))


GROUPS: dict[str, Callable[[], Iterable[Figure]]] = {
    "ranking": ranking.figures,
    "plan": planned.figures,
    "relay": relay.figures,
    "debezium": debezium.figures,
    "demo": _demo,
    "region": _region,
    "accept": _accept,
    "reports": reports.figures,
    "graphql": graphql.page,
    "postgraphile": postgraphile.figures,
    "readers": readers.figures,
    "second-line": second_line.figures,
    "federation": federation.figures,
    "geneva": geneva.figures,
    "engagements": engaged.figures,
    "exports": exports.figures,
    "notifications": notifications.figures,
}
"""Name of a group -> how its figures are taken. Each starts and ends what it needs."""


def main(arguments: list[str]) -> int:
    """Exit status 0 when every figure was taken, whatever it is."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench")
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"of {', '.join(GROUPS)}; all without one")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.groups) - set(GROUPS):
        parser.error(f"no such group: {', '.join(sorted(unknown))}; there are {', '.join(GROUPS)}")
    found: list[Figure] = []
    for name, take in GROUPS.items():
        if name in (asked.groups or GROUPS):
            print(f"[bench] {name}", flush=True)
            for one in take():
                print(f"[bench] {one['name']} {one['value']} {one['unit']}", flush=True)
                found.append(one)
    machine = {"cpus": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()}
    target = ROOT / "build/bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps({"machine": machine, "figures": found}, indent=1) + "\n")
    print(f"\n{'figure':<28} {'value':>10} {'unit':<8} {'goal':<9} samples")
    for one in found:
        print(f"{one['name']:<28} {one['value']:>10} {one['unit']:<8} {one['goal']:<9} {one['samples']}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
