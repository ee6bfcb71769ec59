"""The migrations of a service are one line: two that branch off the same one stop every start."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVICES = sorted(path.parent.name for path in (ROOT / "services").glob("*/migrations"))


def steps(folder: Path) -> list[tuple[str, str | None]]:
    """Revision and what it follows, of every migration in a folder."""
    found = []
    for path in sorted(folder.glob("[0-9]*.py")):
        values = {
            node.targets[0].id: ast.literal_eval(node.value)
            for node in ast.parse(path.read_text()).body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and "revision" in node.targets[0].id
        }
        assert path.stem == values["revision"]
        found.append((values["revision"], values["down_revision"]))
    return found


def is_one_line(found: list[tuple[str, str | None]]) -> bool:
    """Whether each follows the one before it, in the order of their numbers."""
    return [follows for _, follows in found] == [None, *(revision for revision, _ in found[:-1])]


@pytest.mark.parametrize("service", SERVICES)
def test_migrations_are_one_line(service: str) -> None:
    assert is_one_line(steps(ROOT / "services" / service / "migrations"))


def test_a_planted_branch_is_found() -> None:
    assert is_one_line([("0001_a", None), ("0002_b", "0001_a")])
    assert not is_one_line([("0001_a", None), ("0002_b", "0001_a"), ("0002_c", "0001_a")])
