"""``python -m deploy.local install|up|down|status|token|clean-data``."""

import argparse
import json
import shutil
import signal
import sys
import time
from pathlib import Path

from deploy.local import record
from deploy.local.issuer import Issuer, UnknownActor
from deploy.local.java import NoJava, java
from deploy.local.kafka.jars import install, jar_files, refuse_mixed
from deploy.local.postgres import binaries
from deploy.local.processes import ROOT, SMALL, PortTaken
from deploy.local.region import port_base
from deploy.local.stack import Stack


def main(arguments: list[str]) -> int:
    """Exit status 2 for what the person can mend."""
    parser = argparse.ArgumentParser(prog="python -m deploy.local")
    parser.add_argument("command", choices=["install", "up", "down", "status", "token", "clean-data"])
    parser.add_argument("actor", nargs="?")
    parser.add_argument("--deployment", default="wca")
    asked = parser.parse_args(arguments)
    folder = ROOT / ".run" / asked.deployment
    try:
        return _run(asked.command, asked.actor or "", asked.deployment, folder)
    except (PortTaken, UnknownActor, NoJava) as fault:
        print(fault, file=sys.stderr)
        return 2


def _run(command: str, actor: str, deployment: str, folder: Path) -> int:
    content, processes = record.read(folder / "stack.json")
    living = [p for p in processes if p.alive()]
    if command == "install":
        return _install()
    if command == "up":
        with Stack(deployment, port_base=port_base(deployment), roles=SMALL):
            print(json.dumps(record.read(folder / "stack.json")[0]["addresses"], indent=1))
            signal.sigwait({signal.SIGINT, signal.SIGTERM})
    elif command == "down":
        print(f"ended {len(record.end_left_over(processes))} process(es)")
    elif command == "status":
        for process in processes:
            print(f"{process.service:<14} {process.role:<8} {process.pid:>8} {'runs' if process.alive() else 'ended'}")
        return 0 if living else 1
    elif command == "clean-data":
        if living:
            print(f"{len(living)} process(es) still run: `make down` first", file=sys.stderr)
            return 2
        shutil.rmtree(folder, ignore_errors=True)
        print(f"forgot the data of {deployment}")
    else:
        address = content.get("addresses", {}).get("issuer", f"http://127.0.0.1:{port_base(deployment) + 3}")
        print(Issuer(folder / "issuer.key", address, "development").token(actor))
    return 0


def _install() -> int:
    began = time.monotonic()
    fresh = not jar_files()
    if fresh:
        print("[setup] Kafka's jars from the lock (94 files, 55 MB; about ten seconds)", flush=True)
    files = install()
    version = refuse_mixed([path.name for path in files])
    if fresh:
        print(f"[setup] Kafka {version}, {java()}, {binaries()}: after {time.monotonic() - began:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
