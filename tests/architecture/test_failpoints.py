"""Every named crash point is visited somewhere in the code, and some test crashes there; a name alone proves nothing."""

import re
from pathlib import Path

from shared.runtime.failpoints import NAMES

ROOT = Path(__file__).parents[2]


def named(folder: str, pattern: str) -> set[str]:
    """Names that a pattern finds in the Python files below a folder."""
    texts = [path.read_text() for path in (ROOT / folder).rglob("*.py")]
    return {found for text in texts for found in re.findall(pattern, text)}


def test_every_name_is_visited_and_every_visit_has_a_name() -> None:
    visited = {name for folder in ("services", "shared") for name in named(folder, r'failpoints\.\w+\("(\w+)"\)')}
    assert visited == set(NAMES)


def test_every_name_is_crashed_at_by_a_test() -> None:
    crashed = named("tests/integration", r'"(\w+)(?::\d+)?(?:=raise)?"')
    assert set(NAMES) - crashed == set()
