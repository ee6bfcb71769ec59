"""Every server of ours has the same door: bounds and times are chosen in one place."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOOR = "shared/runtime/http/server.py"


def doors(path: str, source: str) -> list[str]:
    """Where a server is configured elsewhere."""
    return [
        f"{path}:{node.lineno}: serve with config_of ({DOOR})"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "uvicorn" and node.func.attr in {"Config", "run"} and path != DOOR
    ]  # fmt: skip


def test_one_place_configures_servers() -> None:
    files = [file for room in ("services", "shared") for file in (ROOT / room).rglob("*.py")]
    assert [fault for file in files for fault in doors(str(file.relative_to(ROOT)), file.read_text())] == []
    assert doors("elsewhere.py", (ROOT / DOOR).read_text()) != []


@pytest.mark.control
def test_another_door_is_found() -> None:
    assert doors("services/x/main.py", "import uvicorn\nuvicorn.run(app)\n") != []
