"""One type name, one file: a reader who finds a class by its name finds the one that is meant."""

import ast
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PORTS = frozenset({"domain/ports.py", "access/states.py", "steps/things.py"})
"""Files that say as protocols what they need of a class that stands elsewhere, under its own name."""


def classes(source: str) -> set[str]:
    """Public classes at the top of a file."""
    top = ast.parse(source).body
    return {node.name for node in top if isinstance(node, ast.ClassDef) and not node.name.startswith("_")}


def repeated(sources: Mapping[str, str]) -> dict[str, list[str]]:
    """Names that stand in more than one file, with the files."""
    found: dict[str, list[str]] = defaultdict(list)
    for path, source in sources.items():
        if not path.endswith(tuple(PORTS)):
            for name in classes(source):
                found[name].append(path)
    return {name: paths for name, paths in found.items() if len(paths) > 1}


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    files = [path for top in ("services", "shared") for path in (ROOT / top).rglob("*.py")]
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in files}


def test_no_type_name_more_stands_in_two_files(sources: dict[str, str]) -> None:
    assert len(sources) > 300
    assert repeated(sources) == {}, "another file has a class of this name: find the word that tells them apart"


@pytest.mark.control
def test_a_planted_second_class_is_found(sources: dict[str, str]) -> None:
    planted = sources | {"services/planted/domain/engagement.py": "class EngagementState: ...\n"}
    assert set(repeated(planted)) == {"EngagementState"}
    protocol = sources | {"services/planted/domain/ports.py": "class EngagementState: ...\n"}
    assert repeated(protocol) == {}
