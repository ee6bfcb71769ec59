"""``python -m tools.browser``: makes sure that Chromium and axe-core are there; status 2 says what is lacking."""

from pathlib import Path

from tools.arguments import end_with, nothing_else
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
    end_with(main, NoBrowser, NoNode)
