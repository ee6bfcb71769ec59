"""``python -m tools.chart [--check]``: writes what the chart takes from our declarations, or names every stale file."""

import sys

from tools.arguments import only_check
from tools.chart.files import generated, stale


def main(arguments: list[str]) -> int:
    """Exit status 1 when --check finds drift."""
    if only_check("tools.chart", __doc__, arguments):
        found = stale()
        print(*found, sep="\n", end="\n" if found else "")
        return 1 if found else 0
    for path, text in generated().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
