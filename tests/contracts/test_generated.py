"""Published documents: fresh, and compatible with what was published before."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from shared.contracts.catalogue import events
from tools.modalities.index import clauses, marked, named, render, walks

ROOT = Path(__file__).parents[2]
SCHEMAS = sorted((ROOT / "docs/schemas").rglob("*.json"))


def removed(before: dict, after: dict) -> list[str]:
    """Fields that a reader of the earlier schema would miss."""
    return [name for name in before.get("properties", {}) if name not in after.get("properties", {})]


GENERATORS = ("rows", "contracts", "modalities", "compose", "chart", "observability", "sbom")
"""Tools that write files which are kept here, in the order in which they say it is stale; ``make fresh`` asks these alone."""


@pytest.mark.parametrize("tool", GENERATORS)
def test_generated_files_are_fresh(tool: str) -> None:
    done = subprocess.run([sys.executable, "-m", f"tools.{tool}", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_every_event_has_a_published_schema() -> None:
    published = {path.name: json.loads(path.read_text()) for path in SCHEMAS}
    assert len(published) >= len(events())
    for event in events():
        schema = next(s for n, s in published.items() if event.wire_type in n and f"{event.version}" in n)
        assert removed(schema, event.model_json_schema()) == []


def test_a_planted_removal_is_found() -> None:
    assert removed({"properties": {"a": 1, "b": 2}}, {"properties": {"a": 1}}) == ["b"]


def test_the_index_reads_names_and_markers() -> None:
    assert named("from x import P15_III\nparagraph = P15_III\n") == {"15.iii"}
    assert marked('@pytest.mark.paragraph("17")\ndef test(): ...\n') == {"17"}
    assert "| 4 |" in render(ROOT)


@pytest.mark.control
@pytest.mark.parametrize(
    ("walked", "row", "said"),
    [({"1.1": ["t"]}, {"number": "1.2", "what": "", "open": "why"}, "1.1 is no clause"),
     ({}, {"number": "1.2", "what": "", "open": ""}, "1.2 has no walk")],
)  # fmt: skip
def test_a_clause_that_is_none_and_one_of_which_nothing_is_said_are_found(
    walked: dict[str, list[str]], row: dict[str, str], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        clauses(walked, [row])


@pytest.mark.control
def test_a_clause_is_walked_by_a_person_and_by_no_unit_test(tmp_path: Path) -> None:
    for folder, holds in (("tests/integration", True), ("tests/unit", False)):
        file = tmp_path / folder / "test_it.py"
        file.parent.mkdir(parents=True)
        file.write_text('@pytest.mark.clause("8.5")\ndef test_it(): ...\n')
        if holds:
            assert walks(tmp_path) == {"8.5": ["tests/integration/test_it.py::test_it"]}
        else:
            with pytest.raises(ValueError, match=r"tests/unit/test_it\.py walks nobody's way"):
                walks(tmp_path)
