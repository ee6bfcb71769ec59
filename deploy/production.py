"""``python -m deploy.production secrets`` makes the secrets of a deployment's databases; ``broker FOLDER`` those of its broker
(``deploy/broker_secrets.py``); ``check FILE...`` holds env files against what a
production deployment needs: every secret its own and long enough, every base image by its digest. Ends with 1 on a fault.
"""

import re
import secrets
import sys
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy import broker_secrets
from shared.runtime.roles import ROLES

IMAGES = ("ACSG_PYTHON_IMAGE", "ACSG_POSTGRES_IMAGE", "ACSG_KAFKA_IMAGE")
SECRETS = (
    "ACSG_POSTGRES_PASSWORD",
    *(f"ACSG_{name.upper()}{who}_PASSWORD" for name in ROLES for who in ("", "_OWNER", "_SEALER")),
)
WATCHING = ("ACSG_METRICS_TOKEN", "ACSG_GRAFANA_PASSWORD")
"""For who watches: a region runs without them, and nobody but itself then reads its figures (docs/watching.md)."""
FOLDER = "ACSG_KAFKA_SECRETS"
KEYS, KEY_BYTES = "ACSG_CONSOLE_KEYS", 32
"""With which the console keeps the sessions of people."""
LEAST = 24
"""Characters of a secret."""


def read(text: str) -> dict[str, str]:
    """Names and values of an env file."""
    lines = (line.partition("=") for line in text.splitlines() if "=" in line and not line.lstrip().startswith("#"))
    return {name.strip(): value.strip() for name, _, value in lines}


def faults(said: Mapping[str, str], prefix: str = "ACSG_") -> list[str]:
    """What is missing or too weak; ``prefix`` is that of the deployment's variables (``ACSG_WCA_``)."""
    found, seen = [], dict[str, str]()
    for name in (one.replace("ACSG_", prefix, 1) for one in SECRETS):
        value = said.get(name, "")
        if len(value) < LEAST:
            found.append(f"{name}: a secret of {LEAST} characters or more is needed")
        elif not re.fullmatch(r"[A-Za-z0-9_-]+", value):
            found.append(f"{name}: letters, digits, - and _ alone: it stands in an address")
        elif "trying-out" in value:
            found.append(f"{name}: this one is public")
        if value and (other := seen.setdefault(value, name)) != name:
            found.append(f"{name}: the same as {other}")
    if "trying-out" in b64decode(said.get(name := KEYS.replace("ACSG_", prefix, 1), "") + "==").decode("latin-1"):
        found.append(f"{name}: this one is public")
    elif name not in said:
        found.append(f"{name}: {KEY_BYTES} random bytes in base64 are needed")
    for name in IMAGES:
        if not re.search(r"@sha256:[0-9a-f]{64}$", said.get(name, "")):
            found.append(f"{name}: an image by its digest is needed (name@sha256:...)")
    folder = said.get(FOLDER.replace("ACSG_", prefix, 1))
    if not folder:
        return [*found, f"{FOLDER.replace('ACSG_', prefix, 1)}: the folder that `broker` made is needed"]
    return found + broker_secrets.faults(Path(folder))


def main(arguments: Sequence[str]) -> int:
    """Exit status 1 on faults, 2 on a command that is not understood."""
    if {"-h", "--help"} & set(arguments):
        print(f"usage: python -m deploy.production secrets | check FILE...\n\n{__doc__}")
        return 0
    if arguments[:1] == ["secrets"]:
        print(*(f"{name}={secrets.token_urlsafe(24)}" for name in (*SECRETS, *WATCHING)), sep="\n")
        print(f"{KEYS}={b64encode(secrets.token_bytes(KEY_BYTES)).decode()}")
        return 0
    if arguments[:1] == ["broker"]:
        return broker_secrets.main(arguments[1:])
    if arguments[:1] == ["check"] and arguments[1:]:
        found = faults({k: v for path in arguments[1:] for k, v in read(Path(path).read_text("utf-8")).items()})
        print(*found, sep="\n")
        return 1 if found else 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
