"""``python -m tools.compose [--check]``: writes the rendered files, or names every one that is stale."""

import sys

from tools.arguments import only_check
from tools.compose.world import ROOT, files


def main(arguments: list[str]) -> int:
    """Exit status 1 when --check finds drift."""
    check = only_check("tools.compose", __doc__, arguments)
    found = files()
    kept = set((ROOT / "deploy/kafka/mirrors").glob("*.properties"))
    if check:
        drift = [p for p, text in found.items() if not p.exists() or p.read_text() != text] + sorted(kept - set(found))
        for path in drift:
            print(f"stale: {path.relative_to(ROOT)} (run `make contracts`)")
        return 1 if drift else 0
    for path, text in found.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for path in kept - set(found):
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
