"""``python -m tools.modalities [--check]``: renders docs/modalities.md from the code, or says that it is stale."""

import sys
from pathlib import Path

from tools.arguments import only_check
from tools.modalities.index import render

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "docs/modalities.md"


def main(arguments: list[str]) -> int:
    """Exit status 1 when the document is stale."""
    check = only_check("tools.modalities", __doc__, arguments)
    text = render(ROOT)
    if not check:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == text:
        return 0
    print("docs/modalities.md is stale: run `make contracts`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
