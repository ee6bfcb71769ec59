"""``python -m tools.rows [--check]``: writes a file of row types beside each file of tables, or says which are stale."""

import sys

from tools.arguments import only_check
from tools.generated import stale, told, write
from tools.rows.render import files, kept


def main(arguments: list[str]) -> int:
    """Exit status 1 with ``--check`` when a file is not of now."""
    check, made = only_check("tools.rows", __doc__, arguments), files()
    if check:
        return told(stale(made, kept()))
    write(made, kept())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
