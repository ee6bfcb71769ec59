"""``python -m services all``: every service from one parent that imports once and forks; ``prepare``: migrations and topics.

Settings are those of the services (docs/settings.md); ACSG_<SERVICE>__<NAME> is for one service alone, as
ACSG_INTAKE__DATABASE_URL. ``ACSG_SERVICES`` names which services there are; without it all of them.
"""

import argparse
import os
import socket
import sys

from shared.runtime.forking.guard import opened

# Before anything else is imported: what is open now was given by whoever started us.
GIVEN = opened()

from shared.runtime.forking.child import run  # noqa: E402
from shared.runtime.forking.line import ParentLine  # noqa: E402
from shared.runtime.forking.parent import Became, Parent  # noqa: E402
from shared.runtime.forking.role import ForkedRole  # noqa: E402
from shared.runtime.forking.standing import Standing, settings_of  # noqa: E402
from shared.runtime.roles import ROLES, SMALL  # noqa: E402

MIGRATIONS = "shared.runtime.db.migrations"


def main(arguments: list[str]) -> int:
    """Exit status; in a child, that of the role."""
    parser = argparse.ArgumentParser(prog="python -m services", description=__doc__)
    parser.add_argument("command", choices=["all", "prepare"])
    parser.add_argument("--apart", action="store_true", help="interface and worker of a service in processes apart")
    parser.add_argument("--also", action="append", default=[], metavar="MODULE", help="one more module to be imported")
    parser.add_argument(
        "--control", type=int, metavar="FD", help="a socket over which another process asks for children"
    )
    asked = parser.parse_args(arguments)
    services = tuple(filter(None, os.environ.get("ACSG_SERVICES", "").split(","))) or tuple(SMALL)
    unknown = sorted(set(services) - set(SMALL))
    if unknown:
        parser.error(f"ACSG_SERVICES: there is no {', '.join(unknown)}; there are {', '.join(SMALL)}")
    try:
        return _parent(asked, services)
    except Became as child:
        role = child.role
    return run(role)


def _parent(asked: argparse.Namespace, services: tuple[str, ...]) -> int:
    parent = Parent(GIVEN)
    parent.load([*(f"services.{service}.main" for service in services), MIGRATIONS, *asked.also])
    if asked.control is not None:
        return parent.serve(ParentLine(socket.socket(fileno=asked.control)))
    kinds = ROLES if asked.apart else SMALL
    words = [(s, word) for s in services for word in (kinds[s] if asked.command == "all" else ("prepare",))]
    owner = Standing(
        [ForkedRole(f"services.{s}", (word,), settings_of(s, os.environ)) for s, word in words],
        again=asked.command == "all",
    )
    return parent.serve(owner) or owner.status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
