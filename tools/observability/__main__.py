"""``python -m tools.observability [--check]``: writes boards and targets, or names every file that is stale."""

import sys

from tools.arguments import only_check
from tools.generated import stale, told, write
from tools.observability.files import generated, kept


def main(arguments: list[str]) -> int:
    """Exit status 1 when --check finds drift."""
    if only_check("tools.observability", __doc__, arguments):
        return told(stale(generated(), kept()))
    write(generated(), kept())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
