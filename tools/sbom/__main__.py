"""``python -m tools.sbom [--check]``: writes docs/licences.md and build/sbom.json, or says what is stale or not let in."""

import json
import sys

from tools.arguments import end_with, only_check
from tools.generated import ROOT, stale, told, write
from tools.sbom.licences import Unclear
from tools.sbom.parts import parts, refused
from tools.sbom.written import cyclonedx, document

LIST, BILL = ROOT / "docs/licences.md", ROOT / "build/sbom.json"


def main(arguments: list[str]) -> int:
    """Exit status 1 for a licence that is not let in, or a stale list; nothing is written then. Raises licences.Unclear."""
    check = only_check("tools.sbom", __doc__, arguments)
    found = parts()
    faults = refused(found)
    if faults:
        print(*faults, sep="\n", file=sys.stderr)
        return 1
    if check:
        return told(stale({LIST: document(found)}))
    write({LIST: document(found), BILL: json.dumps(cyclonedx(found), indent=2) + "\n"})
    return 0


if __name__ == "__main__":
    end_with(main, Unclear)
