"""``python -m deploy.access create|rotate|revoke|list [NAME]``: integrators on the broker of a deployment. ``own``: our own
users there, with the passwords that stand in a folder and the rules that services declare; what else they had goes."""

import argparse
import json
import os
import sys
from pathlib import Path

from confluent_kafka import KafkaException

from deploy.access.broker import AccessBroker, Unknown
from deploy.access.own import SERVICES, Place, own_users
from deploy.access.provisioning import inner_door, provision
from deploy.access.rules import Grant, NotAllowed, grant
from shared.runtime.kafka.clients import ADMIN, BrokerDoor

ROOT = Path(__file__).parents[2]


def parser() -> argparse.ArgumentParser:
    """What the command takes."""
    made = argparse.ArgumentParser(prog="python -m deploy.access", description=__doc__)
    made.add_argument("what", choices=["create", "rotate", "revoke", "list", "own"])
    made.add_argument("name", nargs="?", help="a-z, 0-9 and -; the same as in the integrator's party org:<name>")
    made.add_argument("--topics", default="public", help="public (all of them), or names separated by commas")
    made.add_argument("--groups-prefix", help="how its consumer groups begin: <name>. or longer")
    made.add_argument("--mirrored", default="", help="aliases of deployments whose public topics are mirrored here")
    made.add_argument(
        "--deployment", default=os.environ.get("ACSG_DEPLOYMENT") or "wca", help="a deployment running on this machine"
    )
    made.add_argument("--bootstrap", default=os.environ.get("ACSG_KAFKA_BOOTSTRAP"), help="inner address of the broker")
    made.add_argument(
        "--address", default=os.environ.get("ACSG_KAFKA_INTEGRATORS"), help="address that integrators reach"
    )
    made.add_argument(
        "--security", default=os.environ.get("ACSG_KAFKA_INTEGRATORS_SECURITY"), choices=["SASL_SSL", "SASL_PLAINTEXT"],
        help="of that address; without it, SASL_SSL but on loopback",
    )  # fmt: skip
    made.add_argument(
        "--secrets", type=Path, default=os.environ.get("ACSG_KAFKA_SECRETS"),
        help="folder with a password for each of our own users; the administrator's is needed on a guarded broker",
    )  # fmt: skip
    named = {"hub": "ACSG_HUB", "others": "ACSG_DEPLOYMENTS", "services": "ACSG_SERVICES"}
    for name, variable in named.items():
        made.add_argument(f"--{name}", default=os.environ.get(variable, ""), help=f"for own; {variable} without it")
    made.add_argument("--out", type=Path, help="write the settings to this file, readable by its owner alone")
    return made


def settings(name: str, password: str, address: str, groups_prefix: str, security: str | None = None) -> str:
    """What an integrator needs to connect, as lines of an environment file."""
    loopback = address.rpartition(":")[0] in {"127.0.0.1", "localhost"}
    protocol = security or ("SASL_PLAINTEXT" if loopback else "SASL_SSL")
    return (
        f"ACSG_BOOTSTRAP={address}\nACSG_SECURITY={protocol}\nACSG_MECHANISM=SCRAM-SHA-512\n"
        f"ACSG_USERNAME={name}\nACSG_PASSWORD={password}\nACSG_GROUP={groups_prefix}main\n"
    )


def main(arguments: list[str]) -> int:
    """Exit status 2 for what the person can mend, 1 when the broker is away."""
    asked = parser().parse_args(arguments)
    recorded = ROOT / ".run" / asked.deployment / "stack.json"
    said = json.loads(recorded.read_text()) if recorded.exists() else {}
    addresses = said.get("addresses", {})
    bootstrap = asked.bootstrap or addresses.get("kafka")
    address = asked.address or addresses.get("kafka-integrators")
    if not bootstrap or (asked.what in {"create", "rotate"} and not address):
        print("no deployment runs here: give --bootstrap and --address", file=sys.stderr)
        return 2
    if asked.what not in {"list", "own"} and not asked.name:
        print("name the integrator", file=sys.stderr)
        return 2
    if said.get("guarded") and not asked.bootstrap and not asked.secrets:
        asked.secrets = recorded.parent / "secrets/kafka"
    door = inner_door(bootstrap, asked.secrets / ADMIN) if asked.secrets else BrokerDoor(bootstrap)
    try:
        if asked.what == "own":
            return _own(door, asked)
        return _run(AccessBroker(door), asked, address or "")
    except (NotAllowed, Unknown, OSError) as fault:
        print(fault, file=sys.stderr)
        return 2
    except KafkaException as fault:
        print(f"the broker at {bootstrap}: {fault}", file=sys.stderr)
        return 1


def _own(door: BrokerDoor, asked: argparse.Namespace) -> int:
    others, services = (tuple(filter(None, text.split(","))) for text in (asked.others, asked.services))
    if asked.secrets is None:
        raise NotAllowed("--secrets is needed: the folder with a password for each user")
    place = Place(asked.deployment, asked.hub or None, others, services or SERVICES)
    users = own_users(place)
    came, went = provision(door, users, asked.secrets)
    print(f"{len(users)} users of {asked.deployment}; {came} rules came, {went} went")
    return 0


def _run(broker: AccessBroker, asked: argparse.Namespace, address: str) -> int:
    broker.reach()
    grants = {one.name: one for one in broker.grants()}
    if asked.what == "list":
        users = broker.users()
        for name in sorted({*grants, *users}):
            print(_line(name, grants.get(name), name in users))
    elif asked.what == "revoke":
        left = broker.revoke(asked.name)
        still = f"; groups still leaving: {', '.join(left)} (say it again to forget them)" if left else ""
        print(f"{asked.name} is cut off{still}")
    elif asked.what == "rotate":
        password = broker.rotate(asked.name)
        known = grants.get(asked.name)
        _hand_out(
            settings(asked.name, password, address, known.groups_prefix if known else f"{asked.name}.", asked.security),
            asked.out,
        )
    else:
        aliases = [alias for alias in asked.mirrored.split(",") if alias]
        wanted = grant(asked.name, asked.topics, asked.groups_prefix, aliases)
        _hand_out(settings(asked.name, broker.create(wanted), address, wanted.groups_prefix, asked.security), asked.out)
    return 0


def _line(name: str, known: Grant | None, has_password: bool) -> str:
    if known is None:
        return f"{name}\tno rules"
    topics = ", ".join((*(f"{prefix}*" for prefix in known.prefixes), *known.topics))
    return f"{name}\tgroups {known.groups_prefix}*\t{topics}\t{'active' if has_password else 'no password'}"


def _hand_out(text: str, out: Path | None) -> None:
    if out is None:
        print("# The password is shown once.", file=sys.stderr)
        print(text, end="")
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    out.unlink(missing_ok=True)
    out.touch(mode=0o600)
    out.write_text(text)
    print(f"written to {out}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
