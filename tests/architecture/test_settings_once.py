"""A setting stands in one class: two that may differ would let two services say two things."""

import ast
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OF_EACH = {"service"}
"""Said by each service itself."""


def fields(source: str) -> Iterable[str]:
    """Names of the settings that a file's classes declare."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef):
            yield from (
                one.target.id
                for one in node.body
                if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
            )


def twice(sources: dict[str, str]) -> dict[str, list[str]]:
    """Settings that stand in more than one file."""
    found: dict[str, list[str]] = defaultdict(list)
    for path, source in sources.items():
        for name in fields(source):
            found[name].append(path)
    return {name: paths for name, paths in found.items() if len(paths) > 1 and name not in OF_EACH}


def settings() -> dict[str, str]:
    files = [*(ROOT / "services").glob("*/settings.py"), *(ROOT / "shared/runtime").glob("*settings.py"),
             ROOT / "shared/runtime/due_days_settings.py"]  # fmt: skip
    return {str(path.relative_to(ROOT)): path.read_text() for path in files}


def test_no_setting_stands_twice() -> None:
    assert len(settings()) >= 8
    assert twice(settings()) == {}


@pytest.mark.parametrize("name", ["consent_due_days", "page_most"])
def test_a_planted_second_one_is_found(name: str) -> None:
    planted = settings() | {"services/planted/settings.py": f"class S:\n    {name}: int = 3\n"}
    assert name in twice(planted)
