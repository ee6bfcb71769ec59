"""Fetches Keycloak where it is not here yet, and says where it is; exit status 1 where it cannot be had."""

import sys

from tools.arguments import nothing_else
from tools.keycloak.distribution import NoKeycloak, home

if __name__ == "__main__":
    nothing_else("tools.keycloak", __doc__, sys.argv[1:])
    try:
        print(f"[keycloak] {home()}")
    except NoKeycloak as missing:
        sys.exit(f"[keycloak] {missing}")
