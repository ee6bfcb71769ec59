"""``python -m tools.chart [--check]``: writes what the chart takes from our declarations, or names every stale file."""

import sys

from tools.arguments import only_check
from tools.chart.files import generated, stale
from tools.generated import told, write


def main(arguments: list[str]) -> int:
    """Exit status 1 when --check finds drift."""
    if only_check("tools.chart", __doc__, arguments):
        return told(stale())
    write(generated())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
