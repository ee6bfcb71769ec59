"""``python -m tools.browser``: makes sure that Chromium and axe-core are there; status 2 says what is lacking."""

import sys
from pathlib import Path

from tools.arguments import nothing_else
from tools.browser.chromium import NoBrowser, install
from tools.node import NoNode
from tools.node import install as packages

HERE = Path(__file__).parent


def main(arguments: list[str]) -> int:
    """Prints where the browser is."""
    nothing_else("tools.browser", __doc__, arguments)
    print(f"[browser] {install()}", flush=True)
    packages(HERE)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (NoBrowser, NoNode) as missing:
        print(missing, file=sys.stderr)
        sys.exit(2)
