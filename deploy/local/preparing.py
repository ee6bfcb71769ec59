"""``prepare`` of every service of a deployment: what they share is loaded once, then each goes its own way.

Each runs as ``python -m services.<name> prepare`` would, in a process with an environment and a log of its own.
"""

import json
import os
import runpy
import signal
import subprocess
import sys
import traceback
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from deploy.local.processes import start, tail, tied

GIVEN = "ACSG_PREPARING"
"""Of each service its environment and its log, as JSON."""


def prepare(environments: Mapping[str, Mapping[str, str]], folder: Path) -> "subprocess.Popen[bytes]":
    """Starts the preparation; logs stand in ``folder``, its own names the service that failed."""
    given = {
        service: {"environment": dict(one), "log": str(folder / f"{service}-prepare.log")}
        for service, one in environments.items()
    }
    return start(
        [sys.executable, "-m", "deploy.local.preparing"],
        folder / "prepare.log",
        os.environ | {GIVEN: json.dumps(given)},
    )


def _one(service: str, environment: Mapping[str, str], log: str) -> int:
    with Path(log).open("ab") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [f"services.{service}", "prepare"]
    try:
        runpy.run_module(f"services.{service}", run_name="__main__")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def main() -> int:
    """Exit status 0 when all of them are prepared."""
    given = json.loads(os.environ[GIVEN])
    import_module("shared.runtime.db.migrations")
    for service in given:
        import_module(f"services.{service}.main")
    tie, children = tied(signal.SIGTERM), {}
    for service, one in given.items():
        child = os.fork()
        if child == 0:
            tie()
            status = _one(service, one["environment"], one["log"])
            sys.stdout.flush()
            os._exit(status)
        children[child] = service
    failed = []
    while children:
        child, status = os.wait()
        service = children.pop(child)
        if status:
            failed.append(service)
    for service in failed:
        print(f"{service} could not be prepared:\n{tail(Path(given[service]['log']))}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
