"""``python -m deploy.local install|up|join|down|status|token|clean-data``."""

import argparse
import json
import shutil
import sys
import time
from pathlib import Path

from deploy.local import record, status
from deploy.local.federation import HUB, Federation, NoHub
from deploy.local.issuer import Issuer, UnknownActor
from deploy.local.java import NoJava, java
from deploy.local.kafka.jars import install, jar_files, refuse_mixed
from deploy.local.postgres import binaries
from deploy.local.processes import ROOT, PortTaken, end_in_order, stay
from deploy.local.region import region
from deploy.local.stack import Stack
from shared.runtime.roles import SMALL


def main(arguments: list[str]) -> int:
    """Exit status 2 for what the person can mend."""
    parser = argparse.ArgumentParser(prog="python -m deploy.local")
    parser.add_argument("command", choices=["install", "up", "join", "down", "status", "token", "clean-data"])
    parser.add_argument("actor", nargs="?")
    parser.add_argument("--deployment", default="wca")
    parser.add_argument("--folder", type=Path, default=ROOT / ".run", help="where deployments keep data and stack.json")
    asked = parser.parse_args(arguments)
    end_in_order()
    try:
        return _run(asked.command, asked.actor or "", asked.deployment, asked.folder / asked.deployment)
    except (PortTaken, UnknownActor, NoJava, NoHub, FileNotFoundError) as fault:
        print(fault, file=sys.stderr)
        return 2


def _run(command: str, actor: str, deployment: str, folder: Path) -> int:
    content, processes = record.read(folder / "stack.json")
    living = [p for p in processes if p.alive()]
    if command == "install":
        return _install()
    if command == "up":
        said = region(deployment)
        with Stack(
            deployment,
            services=said.services,
            port_base=said.port_base,
            scope=said.scope,
            root=folder.parent,
            roles=SMALL,
            keeps_servers=True,
        ):
            print(json.dumps(record.read(folder / "stack.json")[0]["addresses"], indent=1))
            stay()
    elif command == "join":
        with Federation((deployment,), root=folder.parent, ports=True) as federation:
            print(json.dumps(federation.stacks[deployment].addresses, indent=1))
            print(f"{deployment} has joined {HUB}; it stays until Ctrl-C", flush=True)
            stay()
    elif command == "down":
        # Its owner would start again what only its children were told to end; of a federation it ends all it started.
        if living and record.end_owner(content):
            print(f"ended the program that ran {deployment}, and what it had started")
        print(f"ended {len(record.end_left_over(processes))} process(es) left over")
    elif command == "status":
        for line in status.lines(content, processes):
            print(line)
        return 0 if living else 1
    elif command == "clean-data":
        if living:
            print(f"{len(living)} process(es) still run: `make down` first", file=sys.stderr)
            return 2
        shutil.rmtree(folder, ignore_errors=True)
        print(f"forgot the data of {deployment}")
    else:
        alone = {"name": f"http://127.0.0.1:{region(deployment).port_base + 3}", "key": folder / "issuer.key"}
        issuer = content.get("issuer", alone)
        print(Issuer(Path(issuer["key"]), issuer["name"], "development", deployment).token(actor))
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
