"""``python -m tools.compose [--check]``: writes the rendered files, or names every one that is stale."""

import sys

from tools.arguments import only_check
from tools.compose.world import ROOT, files
from tools.generated import stale, told, write


def main(arguments: list[str]) -> int:
    """Exit status 1 when --check finds drift."""
    check, made = only_check("tools.compose", __doc__, arguments), files()
    kept = set((ROOT / "deploy/kafka/mirrors").glob("*.properties"))
    if check:
        return told(stale(made, kept))
    write(made, kept)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
