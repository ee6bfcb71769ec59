"""Which files of tests share running processes is read from the sources, the same in every process of the tests."""

from pathlib import Path

import pytest

from tests.support import sharing
from tests.support.sharing import shared_by

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
