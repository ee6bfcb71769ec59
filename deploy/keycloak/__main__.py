"""Prints the realm to import: ``python -m deploy.keycloak wca=https://console.example.org esa=https://...``."""

import argparse
import json
import sys

from deploy.keycloak.realm import realm
from shared.contracts.vocabulary import deployments


def main() -> int:
    """Exit status 2 for a deployment that there is not, or an address that is none."""
    parser = argparse.ArgumentParser(prog="python -m deploy.keycloak", description=__doc__)
    parser.add_argument(
        "consoles", nargs="+", metavar="DEPLOYMENT=URL", help="a deployment and the address of its console"
    )
    parser.add_argument("--realm", default="acsg", help="name of the realm")
    asked = parser.parse_args()
    consoles = dict(one.partition("=")[::2] for one in asked.consoles)
    if unknown := sorted(set(consoles) - set(deployments())):
        parser.error(f"no such deployment: {', '.join(unknown)}; there are {', '.join(deployments())}")
    if wrong := [one for one, url in consoles.items() if not url.startswith(("https://", "http://127.0.0.1"))]:
        parser.error(f"an https address of the console is wanted for {', '.join(wrong)}")
    json.dump(realm(consoles, asked.realm), sys.stdout, indent=2)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
