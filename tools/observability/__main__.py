"""``python -m tools.observability [--check]``: writes boards and targets, or names every file that is stale."""

import sys

from tools.arguments import only_check
from tools.observability.files import FOLDER, generated, stale


def main(arguments: list[str]) -> int:
    """Exit status 1 when --check finds drift."""
    if only_check("tools.observability", __doc__, arguments):
        for line in (found := stale()):
            print(line)
        return 1 if found else 0
    made = generated()
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for path in set((FOLDER / "boards").glob("*.json")) - set(made):
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
