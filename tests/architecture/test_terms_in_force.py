"""What holds between the sides is asked of the one rule: who takes the last version for it hides or shows what is not agreed (WM 9)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ITS_OWNER = {"services/delivery/domain/terms.py", "services/delivery/domain/record.py"}
"""Where the last version is looked for, to be signed or set aside."""
PARTS = ("services", "shared", "deploy")


def last_terms(source: str) -> Iterator[int]:
    """Lines that take the last of the terms of anything."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Subscript) and ast.unparse(node.slice) == "-1":
            taken = ast.unparse(node.value)
            if re.search(r"(\.terms|\['terms'\])$", taken):
                yield node.lineno


def in_template(text: str) -> bool:
    return re.search(r"terms'?\]?(\[-1\]|\|last)", text) is not None


def test_nobody_takes_the_last_version_for_what_holds() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for part in PARTS
        for path in (ROOT / part).rglob("*.py")
        if str(path.relative_to(ROOT)) not in ITS_OWNER
        for line in last_terms(path.read_text(encoding="utf-8"))
    }
    assert found == set()
    templates = (ROOT / "services/console/templates").rglob("*.j2")
    assert [path.name for path in templates if in_template(path.read_text(encoding="utf-8"))] == []


def test_planted_readings_of_the_last_version_are_found() -> None:
    planted = (
        'a = state["terms"][-1]["content"]\nb = one.terms[-1].version\nc = state["terms"][0]\nd = one.versions[-1]\n'
    )
    assert list(last_terms(planted)) == [1, 2]
    assert in_template("{{ version(state.terms[-1]) }}")
    assert in_template("{{ state.terms|last }}")
    assert not in_template("{{ state|terms_in_force }}")
