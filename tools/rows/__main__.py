"""Writes a file of row types beside each file of tables; ``--check`` only says which are stale."""

import sys

from tools.generated import stale, told, write
from tools.rows.render import files, kept


def main() -> int:
    """Exit status 1 with ``--check`` when a file is not of now."""
    made = files()
    if "--check" in sys.argv:
        return told(stale(made, kept()))
    write(made, kept())
    return 0


if __name__ == "__main__":
    sys.exit(main())
