"""``python -m tools.faults [PART ...]``: fault runs in full size; writes docs/figures and ends with 0 when all held."""

import argparse
import sys
from collections.abc import Callable

from deploy.local.processes import end_in_order
from tools.faults import webhooks
from tools.faults.federation import full

PARTS: dict[str, Callable[[bool, int], bool]] = {
    "webhooks": lambda small, seed: webhooks.run_all(small=small, seed=seed),
    **{name: full.part(name) for name in full.PARTS},
}
"""Name of a part -> runs it, small or in full, from a seed; whether its goals held."""


def main(arguments: list[str]) -> int:
    """Exit status 0 when every goal held."""
    parser = argparse.ArgumentParser(prog="python -m tools.faults")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all without one")
    parser.add_argument("--small", action="store_true", help="the size of the tests; writes nothing")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    end_in_order()
    held = [PARTS[name](asked.small, asked.seed) for name in asked.parts or PARTS]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
