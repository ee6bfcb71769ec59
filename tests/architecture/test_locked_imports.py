"""What is imported is in the lock that everybody installs, or said to be another lock's: types are read without that too."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONFIGURED = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]
LOCKED = {
    re.sub(r"[-_.]+", "-", name).lower()
    for name in re.findall(r"^([A-Za-z0-9._-]+)(?:\[.*\])?==", (ROOT / "requirements/develop.lock").read_text(), re.M)
}
ABSENT = {
    module.removesuffix(".*")
    for override in CONFIGURED["overrides"]
    if override.get("ignore_missing_imports")
    for module in override["module"]
}
"""May be missing where types are read."""
INSTALLED = packages_distributions()


def imported(source: str) -> set[str]:
    """Top names of other people's packages in a file."""
    nodes = list(ast.walk(ast.parse(source)))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.split(".")[0] for name in names} - {*CONFIGURED["files"], *sys.stdlib_module_names}


def unlocked(source: str) -> set[str]:
    """Those that a machine with the lock alone has not, and that are not said to be another lock's."""
    of_lock = {
        name
        for name in imported(source)
        if any(re.sub(r"[-_.]+", "-", one).lower() in LOCKED for one in INSTALLED.get(name, []))
    }
    return imported(source) - of_lock - ABSENT


def test_types_are_read_with_the_lock_alone() -> None:
    files = [file for room in CONFIGURED["files"] for file in (ROOT / room).rglob("*.py")]
    assert len(files) > 2000
    assert {str(file.relative_to(ROOT)): found for file in files if (found := unlocked(file.read_text()))} == {}


@pytest.mark.control
@pytest.mark.parametrize("planted", ["import pandas\n", "from selenium.webdriver import Chrome\n"])
def test_a_planted_import_is_found(planted: str) -> None:
    assert len(unlocked(planted)) == 1
