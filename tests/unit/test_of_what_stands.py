"""Operations whose faults are of what stands already are there."""

import json
from pathlib import Path

import pytest

from tests.support.interface_checks import OF_WHAT_STANDS

OPENAPI = Path(__file__).parents[2] / "docs/openapi"
OPERATIONS = {
    f"{method.upper()} {path}"
    for file in OPENAPI.glob("*.json")
    for path, methods in json.loads(file.read_text("utf-8"))["paths"].items()
    for method in methods
}


@pytest.mark.parametrize("label", sorted(OF_WHAT_STANDS))
def test_the_operation_is_there(label: str) -> None:
    assert label in OPERATIONS


@pytest.mark.control
def test_one_that_is_not_there_is_found() -> None:
    assert OPERATIONS
    assert "POST /drafts/{draft_id}/sign" not in OPERATIONS
