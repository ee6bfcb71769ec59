"""``python -m deploy.production broker FOLDER``: what a guarded broker and its users need, and what is wrong with it."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from cryptography import x509

from deploy.access.own import SERVICES, Place
from deploy.access.provisioning import passwords
from deploy.access.rules import NotAllowed
from deploy.local.guarding import make_secrets, users_of
from shared.runtime.clock import SystemClock
from shared.runtime.kafka.clients import ADMIN

BROKER_UID, SERVICES_GID = 1000, 10001
"""Of the images: a broker and a mirror run as the one, services as the other; each is given its own files alone."""


def main(arguments: Sequence[str]) -> int:
    """Makes what is missing in the folder. Exit status 0."""
    asked = _parser().parse_args(arguments)
    others, services = (tuple(filter(None, text.split(","))) for text in (asked.others, asked.services))
    place = Place(asked.deployment, asked.hub or None, others, services or SERVICES)
    made = make_secrets(asked.folder, users_of(place), SystemClock().now(), tuple(asked.host), asked.deployment)
    for name in made:
        if os.geteuid() == 0:
            os.chown(asked.folder / name, BROKER_UID, SERVICES_GID)
            (asked.folder / name).chmod(0o640)
        print(f"made {asked.folder / name}")
    if made and os.geteuid():
        print(f"to be read by user {BROKER_UID} and group {SERVICES_GID}: chown {BROKER_UID}:{SERVICES_GID}, chmod 640")
    for other in place.sources:
        print(f"{other} is handed ca.pem and acsg.from.{other}, over a way of trust")
    return 0


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m deploy.production broker", description=__doc__)
    made.add_argument("folder", type=Path)
    made.add_argument("--host", action="append", required=True, help="a name or address of the broker; several times")
    made.add_argument("--deployment", required=True)
    made.add_argument("--hub", default="", help="the hub of its federation; none: it is alone")
    made.add_argument("--others", default="", help="deployments of the federation, comma-separated")
    made.add_argument("--services", default="", help="services that run here, comma-separated; all without it")
    return made


def faults(folder: Path) -> list[str]:
    """What is missing in a folder, weak, or over."""
    if not folder.is_dir():
        return [f"{folder}: no such folder"]
    found = []
    there = {file.name for file in folder.iterdir()}
    wanted = {"ca.pem", "broker.pem", ADMIN}
    found += [f"{folder / name}: is missing" for name in sorted(wanted - there)]
    if {"ca.pem", "broker.pem"} <= there:
        found += _certificate_faults(folder)
    try:
        passwords(folder, sorted(there - {"ca.pem", "broker.pem"}))
    except NotAllowed as weak:
        found += str(weak).split("; ")
    return found


def _certificate_faults(folder: Path) -> list[str]:
    try:
        (authority,) = x509.load_pem_x509_certificates((folder / "ca.pem").read_bytes())
        broker, *_ = x509.load_pem_x509_certificates((folder / "broker.pem").read_bytes())
    except ValueError as fault:
        return [f"{folder}: {fault}"]
    found = []
    if broker.not_valid_after_utc < SystemClock().now():
        found.append(f"{folder / 'broker.pem'}: was good until {broker.not_valid_after_utc:%Y-%m-%d}")
    if broker.issuer != authority.subject:
        found.append(f"{folder / 'broker.pem'}: is not of the authority in ca.pem")
    return found
