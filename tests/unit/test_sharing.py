"""Which files of tests share running processes is read from the sources, the same in every process of the tests."""

from pathlib import Path

import pytest

from tests.support import sharing
from tests.support.sharing import BySharing, by_one_process, shared_by

ASKS = "async def test_it(client):\n    ...\n"
MAKES = "import pytest\n\n@pytest.fixture\ndef client():\n    ...\n\n" + ASKS


@pytest.mark.parametrize(
    ("below", "file", "wanted"),
    [
        ("", ASKS, "stack"),
        ("", "def test_it(world, client):\n    ...\n", "world"),
        ("", "def helper(client):\n    ...\n\ndef test_it():\n    ...\n", None),
        ("", MAKES, None),
        ("import pytest\n\n@pytest.fixture\ndef people(stack):\n    ...\n", "def test_it(people):\n    ...\n", "stack"),
    ],
)
def test_what_a_file_asks_for_says_what_it_shares(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, below: str, file: str, wanted: str | None
) -> None:
    monkeypatch.setattr(sharing, "TESTS", tmp_path)
    folder = tmp_path / "integration"
    folder.mkdir()
    (folder / "conftest.py").write_text(below)
    (folder / "test_one.py").write_text(file)
    assert shared_by(folder / "test_one.py") == wanted


def test_files_that_share_a_world_go_to_one_process_and_others_by_themselves() -> None:
    scope = BySharing.__new__(BySharing)._split_scope
    assert scope("tests/e2e/federation/test_bad_lines.py::test_one") == "world"
    assert scope("tests/e2e/federation/test_canaries.py::test_two[a]") == "world"
    assert scope("tests/e2e/test_sandbox.py::test_three") == "test_sandbox.py"


def test_what_is_shared_is_started_by_one_process_of_a_run(tmp_path: Path) -> None:
    for _ in range(2):
        by_one_process(tmp_path, "world", "gw0")
    by_one_process(tmp_path, "stack", "gw1")
    by_one_process(tmp_path, "world", None)
    with pytest.raises(RuntimeError, match="world runs in gw0"):
        by_one_process(tmp_path, "world", "gw1")
